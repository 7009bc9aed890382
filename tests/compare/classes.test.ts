import { describe, expect, test } from 'vitest'
import { compare, EDIT_CLASSES } from '../../src/index.js'

/** Long enough a context that relations and digits do not matter. */
const BEFORE = 'In the first days of spring the harbour board met and heard the report of its engineer about '
const AFTER =
  ' before the members went home to their dinners in the best of tempers that could be wished for.'

function classes(a: string, b: string): string[] {
  return compare(BEFORE + a + AFTER, BEFORE + b + AFTER, { layout: true }).edits.map((edit) => edit.class)
}

describe('classes', () => {
  test('what stands before the first letter of the next line is no part of the hyphen', () => {
    expect(classes('the news-\n‘paper and', 'the newspaper and')).toEqual(['punctuation', 'punctuation'])
  })

  test.each([
    ['layout', 'the  new main', 'the new main'],
    ['layout', 'the\n\nnew main', 'the new main'],
    ['linebreak', 'the news\npaper and', 'the newspaper and'],
    ['linebreak', 'the news\u2028paper and', 'the newspaper and'],
    ['hyphenation', 'the news-\npaper and', 'the newspaper and'],
    ['hyphenation', 'the news\u00adpaper and', 'the newspaper and'],
    ['hyphenation', 'the news- paper and', 'the newspaper and'],
    ['hyphenation', 'the news=\npaper and', 'the newspaper and'],
    ['hyphenation', 'the news⸗\npaper and', 'the newspaper and'],
    ['hyphenation', 'the news -\n  paper and', 'the newspaper and'],
    ['punctuation', 'the news=paper and', 'the newspaper and'],
    ['spacing', 'the news paper and', 'the newspaper and'],
    ['spacing', 'the news\u200bpaper and', 'the newspaper and'],
    ['repetition', 'the new new main', 'the new main'],
    ['number', 'on 14 May', 'on 15 May'],
    ['number', 'at 10:30 sharp', 'at 10.30 sharp'],
    ['number', 'sold 1,200 tons', 'sold 1200 tons'],
    ['number', 'sold 12 tons', 'sold 120 tons'],
    ['number', 'sold ١٢ tons', 'sold ١٣ tons'],
    ['number', 'in block A1B of', 'in block AlB of'],
    ['number', 'the 18th main', 'the l8th main'],
    ['other', 'the harb0ur main', 'the harbour main'],
    ['case', 'the NEW main', 'the new main'],
    ['width', 'the ｎｅｗ main', 'the new main'],
    ['width', 'the new， main', 'the new, main'],
    ['script', '樣', '样'],
    ['compatibility', 'the ﬁrst main', 'the first main'],
    ['compatibility', 'это ещё раз', 'это еще раз'],
    ['compatibility', 'die gruͤne Wiese', 'die grüne Wiese'],
    ['compatibility', '靑山依舊', '青山依舊'],
    ['compatibility', 'بلغت ٣ درجة', 'بلغت 3 درجة'],
    ['compatibility', 'the ſtory of', 'the story of'],
    ['compatibility', 'die Straße nach', 'die Strasse nach'],
    ['diacritic', 'the café main', 'the cafe main'],
    ['diacritic', 'שָׁלוֹם', 'שלום'],
    ['punctuation', 'the new, main', 'the new main'],
    ['punctuation', 'the “new” main', 'the "new" main'],
    ['foreign', 'the 水 main', 'the new main'],
    ['omission', 'the main', 'the great main'],
    ['insertion', 'the great main', 'the main'],
    ['other', 'the mair of', 'the main of'],
  ])('%s: %j / %j', (expected, a, b) => {
    // An extra word leaves an extra space behind, which is layout.
    const named = classes(a, b).filter((name) => name === expected || name !== 'layout')
    expect(new Set(named)).toEqual(new Set([expected]))
  })

  test('a phrase taken out here and put in there has moved', () => {
    expect(classes('unfortunately two mains and the mill', 'two mains and unfortunately the mill')).toEqual([
      'moved',
      'layout',
      'moved',
      'layout',
    ])
  })

  test('a paragraph that mentions a year is an insertion', () => {
    const paragraph =
      'A motion of the year 1897 to double the rates was read again and lost by a single vote.'
    expect(classes(paragraph + ' the main', 'the main')).toEqual(['insertion', 'layout'])
  })

  test('digits that double are figures, letters that double are not repetitions', () => {
    expect(classes('on page 100 of', 'on page 120 of')).toEqual(['number'])
    expect(classes('the halll of', 'the hall of')).toEqual(['insertion'])
  })

  test('are listed in the order of precedence of the documentation', () => {
    expect(EDIT_CLASSES.slice(0, 6)).toEqual([
      'moved',
      'layout',
      'linebreak',
      'hyphenation',
      'spacing',
      'repetition',
    ])
    expect(new Set(EDIT_CLASSES).size).toBe(EDIT_CLASSES.length)
  })

  test('a nukta, a vowel sign or a tone mark that one side lacks is a diacritic', () => {
    expect(classes('देश की स्थिति मज़बूत है', 'देश की स्थिति मजबूत है')).toEqual(['diacritic'])
    expect(classes('ในเมืองหลวงวันนี้', 'ในเมืองหลวงวันนี')).toEqual(['diacritic'])
  })
})
