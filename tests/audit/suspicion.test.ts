import { describe, expect, test } from 'vitest'
import { compare } from '../../src/compare/compare.js'
import { addToLexicon, createLexicon } from '../../src/audit/lexicon.js'
import { suspicion } from '../../src/audit/suspicion.js'
import { fold } from '../../src/text/fold.js'

const ENGLISH =
  'The engineer said that the modern corner of the reservoir could not be drawn upon, and that the modern pumps ' +
  'were in the corner house. The reservoir was built by the town.'

/** What is said of the one edit between two texts. */
function judged(
  a: string,
  b: string,
  more = '',
): [cls: string, suspect: string | null, reason: string | null] {
  const lexicon = createLexicon()
  for (const text of [a, b, more]) addToLexicon(lexicon, fold(text))
  const { edits } = compare(a, b)
  expect(edits).toHaveLength(1)
  const { suspect, reason } = suspicion(edits[0]!, a, b, lexicon)
  const mirrored = compare(b, a).edits
  const back = suspicion(mirrored[0]!, b, a, lexicon)
  expect(back).toEqual({ suspect: suspect === 'a' ? 'b' : suspect === 'b' ? 'a' : null, reason })
  return [edits[0]!.class, suspect, reason]
}

describe('which copy is likelier wrong', () => {
  test('the one that writes a neighbour twice', () => {
    const text = '西部科学城与新区推动科技成果转移转化等，提供专业化配套服务，集聚了一批研发机构。'
    expect(judged(text.replace('转移转化', '转化转化'), text)).toEqual(['repetition', 'a', 'repetition'])
    expect(
      judged(ENGLISH.replace('of the town', 'of the the town').replace('by the', 'by the the'), ENGLISH),
    ).toEqual(['repetition', 'a', 'repetition'])
  })

  test('but not the one that doubles as the language does', () => {
    const said = '大家都特别特别照顾我，这里的人对我也特别照顾，特别热情，以后还要来这里看看他们。'
    expect(judged(said.replace('特别特别', '特别特没'), said)).toEqual(['repetition', null, null])
    expect(judged(said.replace('看看', '看'), said)[1]).toBeNull()
  })

  test('the one with a hyphen inside a word where no line ends', () => {
    expect(judged(ENGLISH.replace('reservoir was', 'reser-voir was'), ENGLISH)).toEqual([
      'hyphenation',
      'a',
      'hyphenation',
    ])
    // A line that ends in a hyphen is how the page is printed.
    expect(judged(ENGLISH.replace('reservoir was', 'reser-\nvoir was'), ENGLISH)[2]).not.toBe('hyphenation')
    // Nor does a hyphen stand wrong where the other copy writes two words.
    expect(judged(ENGLISH.replace('reservoir was', 'reservoir-was'), ENGLISH)).toEqual([
      'hyphenation',
      null,
      null,
    ])
  })

  test('the one with a letter of another script, a figure or a sign inside a word', () => {
    expect(judged(ENGLISH.replace('pumps', 'pumрs'), ENGLISH)[2]).toBe('mixed-script')
    expect(judged(ENGLISH.replace('built', 'bui1t'), ENGLISH).slice(1)).toEqual(['a', 'mixed-script'])
    expect(judged(ENGLISH.replace('built', 'bu^ilt'), ENGLISH)).toEqual(['punctuation', 'a', 'stray-mark'])
    // Latin inside Chinese is how Chinese is written, and the small e over a letter belongs to it.
    const chinese = '英特尔公司的FPGA中国创新中心在重庆成立，今年的技术大会上展出了许多芯片。'
    expect(judged(chinese.replace('FPGA中国', '中国'), chinese)[1]).toBeNull()
    const german = 'Die schoͤnen Haͤuſer ſtanden am Ufer, und die Voͤgel ſangen in den Zweigen der Linde.'
    expect(judged(german.replace('ſchoͤnen', 'ſchonen').replace('schoͤnen', 'schonen'), german)[1]).toBeNull()
  })

  test('the one whose word is found nowhere else', () => {
    expect(judged(ENGLISH.replace('modern pumps', 'modem pumps'), ENGLISH).slice(1)).toEqual([
      'a',
      'unknown-word',
    ])
    const chinese = '重庆高新区飞马创新研究院成立。飞马创新研究院的产品在会上展出，受到各方的关注和好评。'
    expect(judged(chinese.replace('飞马', '飞鸟'), chinese).slice(1)).toEqual(['a', 'unknown-word'])
    // Where both or neither occur elsewhere, nobody can tell.
    expect(judged(ENGLISH.replace('modern pumps', 'modem pumps'), ENGLISH, 'A modem.')[1]).toBeNull()
    expect(judged(ENGLISH.replace('pumps', 'pomps'), ENGLISH)[1]).toBeNull()
  })

  test('figures, whole words more or less, moves and forms are no slips', () => {
    const bulletin =
      'The quake had a magnitude of 5.1 and struck at 10 past 4, said the service. It struck at 5.'
    expect(judged(bulletin.replace('past 4', 'past 5'), bulletin)).toEqual(['number', null, null])
    expect(judged(ENGLISH.replace('not be', 'be'), ENGLISH)).toEqual(['omission', null, null])
    expect(judged(ENGLISH.replace('town', 'town hall'), ENGLISH)[1]).toBeNull()
    expect(judged(ENGLISH.replace('town', 'ｔown'), ENGLISH)[1]).toBeNull()
  })

  test('a rare character where a look-alike common one fits', () => {
    const edit = (a: string, b: string) =>
      ({
        kind: 'substitute',
        class: 'shape',
        a: { from: 1, to: 2, text: a },
        b: { from: 1, to: 2, text: b },
      }) as const
    const lexicon = createLexicon()
    for (const text of ['未鸟来', '未马来', '未马，马，马，马']) addToLexicon(lexicon, fold(text))
    expect(suspicion(edit('鸟', '马'), '未鸟来', '未马来', lexicon)).toEqual({
      suspect: 'a',
      reason: 'rare-character',
    })
    expect(suspicion(edit('马', '鸟'), '未马来', '未鸟来', lexicon).suspect).toBe('b')
    // A common one that stands beside neither neighbour anywhere does not fit.
    const unfit = createLexicon()
    for (const text of ['未鸟来', '未马来', '马，马，马，马']) addToLexicon(unfit, fold(text))
    expect(suspicion(edit('鸟', '马'), '未鸟来', '未马来', unfit).suspect).toBeNull()
  })
})
