import { expect, test } from 'vitest'
import { audit } from '../../../src/audit/audit.js'
import type { Witness } from '../../../src/audit/witness.js'
import { auditToText, summaryToText } from '../../../src/report/terminal/audit.js'
import { sumAudits } from '../../../src/audit/summary.js'
import { intervalPercent, ratePercent } from '../../../src/report/figures.js'
import { columns } from '../../../src/report/visible.js'
import { madeSummary } from '../../audits.js'
import { SEEDS } from '../../seeds.js'

const PAGE: Witness = { name: '000.txt', text: SEEDS[0]! }
const ARTICLE: Witness = { name: '001.txt', text: SEEDS[1]! }
const AUDIT = audit(PAGE, ARTICLE)

test('page and article', () => {
  const text = auditToText(AUDIT, PAGE, ARTICLE)
  expect(text).toMatch(/^A contains B\n\nA {2}000\.txt {2}5,457 characters/)
  expect(text).toContain('据研究院、重庆高新区飞[鸟→马]创新研究院、哈尔滨工业\n')
  expect(text).toMatch(/转\[化→移\]转化等，提供专业化配套 {2}A suspect: written twice\n/)
  expect(text).toMatch(/\n {3}linebreak +3 {2}6 characters {2}█{24}\n/)
  expect(text).toMatch(/\n {3}1 × {2}\[鸟→马\] +shape +\S*重庆高新区飞\[鸟→马\]创新研究院、哈\n/)
  expect(text).toContain('科研平台330个[，→、]其中有21个国家')
  expect(text).not.toMatch(/ \n/)
})

test('every rate stands in its row and column', () => {
  const lines = auditToText(AUDIT, PAGE, ARTICLE).split('\n')
  const start = lines.indexOf('error rates')
  const rows = lines.slice(start + 1, start + 6)
  expect(rows[0]!.trim().split(/ {2,}/)).toEqual(
    'as it is,rewrapped,without layout,folded,substituted,missing,extra,of'.split(','),
  )
  const { whole, inside } = AUDIT.rates
  // The page holds the article and more: the rate of the part comes first.
  const expected = [
    ['the part in common', inside, 'cer', 'characters'],
    ['', inside, 'wer', 'words'],
    ['whole texts', whole, 'cer', 'characters'],
    ['', whole, 'wer', 'words'],
  ] as const
  expected.forEach(([title, levels, measure, unit], i) => {
    const { substitutions, deletions, insertions, length } = levels.nothing[measure]
    const rates = [levels.nothing, levels.wrapping, levels.layout, levels.form].map((level) =>
      ratePercent(level[measure].rate),
    )
    const counts = [substitutions, deletions, insertions].map((count) => count.toLocaleString('en'))
    expect(rows[i + 1]!.trim().split(/ {2,}/)).toEqual([
      ...(title === '' ? [] : [title]),
      measure.toUpperCase(),
      ...rates,
      ...counts,
      `${length.toLocaleString('en')} ${unit}`,
    ])
  })
  expect(new Set(rows.map(columns)).size).toBe(1)
})

test('a rate that a budget cut short is a bound', () => {
  const { rates } = AUDIT
  const cer = { ...rates.whole.layout.cer, exact: false }
  const whole = { ...rates.whole, layout: { ...rates.whole.layout, cer } }
  const text = auditToText({ ...AUDIT, rates: { ...rates, whole } }, PAGE, ARTICLE)
  expect(text.match(/≤/g)).toHaveLength(1)
  expect(text).toContain(`≤ ${ratePercent(cer.rate)}`)
  expect(auditToText(AUDIT, PAGE, ARTICLE)).not.toContain('≤')
})

test('rates that do not depend on order', () => {
  const { lines, words } = AUDIT.orderFree
  const text = auditToText(AUDIT, PAGE, ARTICLE)
  expect(text).toMatch(
    new RegExp(`\nin any order\n {3}lines +${ratePercent(lines!.rate)} +[\\d,]+ of 1,960 characters\n`),
  )
  expect(text).toContain(`   words       ${ratePercent(words.rate)}`)
  const long = { ...AUDIT, orderFree: { ...AUDIT.orderFree, lines: null } }
  expect(auditToText(long, PAGE, ARTICLE)).toMatch(/\n {3}lines +– {2}too long to be counted\n/)
})

test('how sure the engine was, and where it was sure and wrong', () => {
  const text = 'The modem corner of the harbour'
  const regions = [...text.matchAll(/\S+/g)].map(({ index, 0: word }) => ({
    from: index,
    to: index + word.length,
    confidence: word === 'modem' ? 0.96 : 0.75,
  }))
  const a = { text, regions }
  const b = { text: 'The modern corner of the harbour' }
  const shown = auditToText(audit(a, b), a, b)
  expect(shown).toMatch(/\n {3}0\.7–0\.8 +5 words +0 wrong +0 % +of 25\.00 % expected\n/)
  expect(shown).toMatch(/\n {3}0\.9–1\.0 +1 word +1 wrong +100\.00 % +of 4\.00 % expected\n/)
  expect(shown).toMatch(/\nsure and wrong\n {3}0\.96 {2}shape {2}The mode\[m→rn\] corner of/)
})

test('an edit on paper says page, line and box', () => {
  const half = Math.floor(PAGE.text.length / 2)
  const regions = [
    { from: 0, to: half, page: '7', line: 3, box: [10, 20, 300, 40] as const },
    { from: half, to: PAGE.text.length, page: '8' },
  ]
  const page = { ...PAGE, regions }
  const text = auditToText(audit(page, ARTICLE), page, ARTICLE)
  expect(text).toMatch(/\n {3}p7 l3 \[10,20,300,40\] {2} *\d+ {2}repetition /)
})

test('unrelated and empty texts have rates and no edits', () => {
  const none = { text: '' }
  const text = auditToText(audit(PAGE, none), PAGE, none)
  expect(text).toMatch(/^A and B are unrelated/)
  expect(text).toMatch(/CER +∞ +∞ +∞ +∞.*\n.*WER +∞ +∞ +∞ +∞.*\n +inside passages +CER +– +– +– +– /)
  expect(text).not.toContain('edit')
})

test('how many confusions are listed is an option', () => {
  expect(auditToText(AUDIT, PAGE, ARTICLE, undefined, { confusions: 0 })).not.toContain('confusions')
  const two = auditToText(AUDIT, PAGE, ARTICLE, undefined, { confusions: 2 })
  // Of characters as many.
  expect(two.match(/^ {3}\d × /gm)).toHaveLength(4)
  expect(two).toContain('\n   and 6 more\n')
  expect(() => auditToText(AUDIT, PAGE, ARTICLE, undefined, { confusions: -1 })).toThrow('options.confusions')
  expect(() => auditToText(AUDIT, PAGE, ARTICLE, undefined, { most: 1 } as object)).toThrow('options.most')
})

test('a summary gives means below the rates, and the worst pairs first', () => {
  const upper = { name: 'upper', text: SEEDS[2]!.toUpperCase() }
  const short = audit(upper, { text: SEEDS[2]!.slice(0, 500) })
  const pairs = [
    { name: 'page', audit: AUDIT },
    { name: 'short\u001b[2J', audit: short },
  ]
  const text = summaryToText(madeSummary([AUDIT, short]), pairs)
  expect(text).toMatch(/^2 pairs\n/)
  expect(text).toMatch(/mean +1\.00 % +3\.00 % +5\.00 % +7\.00 %\n/)
  // Of the part in common: nothing was misread in the short one, but it was put in capitals.
  expect(text).toMatch(/\n {3}page +2\.84 %.* the part in common\n {3}short‹001B›\[2J +[\d.]+ %/)
  const many = Array.from({ length: 25 }, (_, i) => ({ name: `pair ${i}`, audit: AUDIT }))
  expect(summaryToText(madeSummary([AUDIT]), many)).toContain('\n   and 5 pairs with lower rates\n')
})

test('a summary says where its rates lie with 95 % confidence, and what its headline is of', () => {
  const sum = sumAudits()
  const pairs = [AUDIT, audit(SEEDS[2]!.replaceAll('的', '白'), SEEDS[2]!)].map((one, i) => {
    sum.add(one)
    return { name: `pair ${i}`, audit: one }
  })
  const summary = sum.summary()
  const { low, high } = summary.intervals.headline.nothing.cer!
  const text = summaryToText(summary, pairs)
  const { rate } = summary.headline.rates.nothing.cer
  expect(text).toMatch(
    new RegExp(
      `\n {3}1 by the part in common +CER +${ratePercent(rate)} .*\n +95 % +${intervalPercent({ low, high })}`,
    ),
  )
  expect(low).toBeLessThan(rate)
  expect(high).toBeGreaterThan(rate)
})

test('nothing in a text or a name reaches the terminal as a command', () => {
  const a = { name: '\u001b[31m\n', text: `${SEEDS[1]!}\u001b[2J\u202e end of this long text` }
  const b = { name: 'b\u0000', text: `${SEEDS[1]!}\u001b]0;x\u0007 end of this long text` }
  const found = audit(a, b)
  const pairs = [{ name: '\u202e', audit: found }]
  const text = auditToText(found, a, b) + summaryToText(madeSummary([found]), pairs)
  // eslint-disable-next-line no-control-regex
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/)
})

test('paint changes no character', () => {
  const painted = auditToText(AUDIT, PAGE, ARTICLE, (role, text) =>
    text === '' ? '' : `<${role}>${text}</${role}>`,
  )
  expect(painted.replace(/<\/?[a-z]+>/g, '')).toBe(auditToText(AUDIT, PAGE, ARTICLE))
})

test.each([
  [0, '0 %'],
  [0.000001, '0.01 %'],
  [0.08534, '8.53 %'],
  [1.5, '150.00 %'],
  [Infinity, '∞'],
  [NaN, '–'],
])('the rate %f reads %s', (rate, text) => {
  expect(ratePercent(rate)).toBe(text)
})
