import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compare } from '../../src/compare/compare.js'
import { isTemplateVariant } from '../../src/dedupe/template-variants.js'
import { noisy, random } from '../noise.js'
import { perturbedPair } from '../perturb.js'

const sibling = (a: string, b: string) => isTemplateVariant(a, compare(a, b).edits)

/** `[one/two]` is one in the first text and two in the second. */
function pair(both: string): [string, string] {
  const side = (which: '$1' | '$2') => both.replace(/\[([^\]/]*)\/([^\]/]*)\]/g, which)
  return [side('$1'), side('$2')]
}

const COURT =
  'The court at Dublin sat on 14 May and heard the case of Maria Hanlon, who had lost 230 pounds by the failure of the ' +
  'bank. The jury was out for three hours. The judge said that the directors were guilty of the offence as charged, and ' +
  'that the sentence would be given on the following Monday. '
const HAN =
  '中国地震台网正式测定：西藏那曲市发生5.2级地震，震源深度10千米。当地干部李明说，目前有人员伤亡报告，救援队伍已经出发，' +
  '道路交通正常，学校照常上课，电力供应没有受到影响，有关部门正在进一步核实情况。'

describe('siblings', () => {
  const siblings: [name: string, text: string][] = [
    ['another day', COURT.replace('14', '[14/15]')],
    ['another sum, digits aligned singly', COURT.replace('230', '[230/780]')],
    ['another town', COURT.replace('Dublin', '[Dublin/Glasgow]')],
    ['a name and its figure', COURT.replace('14', '[14/21]').replace('Hanlon', '[Hanlon/Weber]')],
    ['a negation', COURT.replace('were guilty', 'were [/not ]guilty')],
    [
      'eine Verneinung',
      `${COURT.slice(0, 100)}Der Angeklagte ist [/nicht ]schuldig, sagte der Richter am Montag.`,
    ],
    ['another magnitude', HAN.replace('5.2', '[5.2/4.8]')],
    ['another person', HAN.replace('李明', '[李明/王芳]')],
    ['有 and 没有', HAN.replace('目前有', '目前[/没]有')],
  ]
  test.each(siblings)('%s', (_name, text) => {
    const [a, b] = pair(text)
    expect(sibling(a, b)).toBe(true)
    expect(sibling(b, a)).toBe(true)
  })
})

describe('copies', () => {
  const copies: [name: string, text: string][] = [
    ['equal', COURT],
    ['other layout and case', COURT.replace('The jury', '[The jury/\n\nTHE JURY]')],
    ['a letter misread', COURT.replace('hours', '[hours/bours]')],
    ['a name misread', COURT.replace('Maria', '[Maria/Marla]')],
    ['a figure misread as a letter', COURT.replace('14', '[14/l4]')],
    ['a word dropped', COURT.replace('following ', '[following /]')],
    ['another word', COURT.replace('heard', '[heard/considered]')],
    ['a sentence more', COURT.replace('The jury', '[/Nobody spoke for the bank. ]The jury')],
    ['a digit among much noise', `${noisyCourt()}`],
    ['字形相近', HAN.replace('照常', '[照常/昭常]')],
  ]
  test.each(copies)('%s', (_name, text) => {
    const [a, b] = pair(text)
    expect(sibling(a, b)).toBe(false)
    expect(sibling(b, a)).toBe(false)
  })

  test('noisy ones are not taken for siblings, although figures, names and negations are hit', () => {
    let taken = 0
    for (let seed = 1; seed <= 100; seed++)
      if (sibling(noisy(COURT + COURT, 0.06, random(seed)).copy, COURT + COURT)) taken++
    expect(taken).toBeLessThanOrEqual(2)
  })

  test('whatever differs, the answer does not depend on the side asked', () => {
    let found = 0
    fc.assert(
      fc.property(perturbedPair, ({ a, b }) => {
        if (sibling(a, b)) found++
      }),
      { numRuns: 200 },
    )
    expect(found).toBeLessThan(200)
  })
})

function noisyCourt(): string {
  return COURT.replace('14', '[14/74]')
    .replace('court', '[court/conrt]')
    .replace('heard', '[heard/beard]')
    .replace('failure', '[failure/fai1ure]')
    .replace('hours', '[hours/hcurs]')
    .replace('judge', '[judge/jndge]')
    .replace('directors', '[directors/dircctors]')
    .replace('offence', '[offence/offencc]')
    .replace('sentence', '[sentence/scntence]')
    .replace('following', '[following/foliowing]')
}
