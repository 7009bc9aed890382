import { createHash } from 'node:crypto'
import { DomUtils, parseDocument } from 'htmlparser2'
import { describe, expect, test } from 'vitest'
import { compare } from '../../../../src/compare/compare.js'
import type { AccountItem, RemovalDecision } from '../../../../src/dedupe/dedupe.js'
import { isRemoval, reasonOf, REMOVAL_CODES, type RemovalCode } from '../../../../src/dedupe/reason.js'
import { dedupeWordsOf } from '../../../../src/report/html/words/dedupe-words.js'
import {
  createDedupePage,
  type DedupePageOptions,
  type PageMatch,
  type PageVerdict,
} from '../../../../src/report/html/dedupe/page.js'
import { REPORT_LANGUAGES } from '../../../../src/report/html/words/vocabulary.js'
import { CRAWL, deduped } from '../../../deduped.js'
import { SEEDS } from '../../../seeds.js'

type Match = PageMatch['match']
type Dom = ReturnType<typeof parseDocument>
type Element = NonNullable<ReturnType<typeof DomUtils.findOne>>

const all = (root: Dom | Element, test: (element: Element) => boolean) =>
  DomUtils.findAll(test, root.children)
const classed = (name: string) => (element: Element) =>
  (element.attribs.class ?? '').split(' ').includes(name)
const nameMarkup = (name: string) => (element: Element) => element.name === name
const byId = (root: Dom, id: string) => all(root, (element) => element.attribs.id === id)[0]!
const flat = (element: Element) =>
  DomUtils.textContent(element)
    .replace(/[ \n\u202f]+/g, ' ')
    .trim()
/** A row of a table, cell by cell. */
const cells = (row: Element) =>
  all(row, (element) => element.name === 'td' || element.name === 'th')
    .map(flat)
    .join(' ')
const pairsOf = (dom: Dom) => all(dom, (element) => /^pair-\d+$/.test(element.attribs.id ?? ''))

async function crawl(options: DedupePageOptions = {}, ...rest: [Parameters<typeof deduped>[2]?]) {
  const page = (await deduped(CRAWL, options, ...rest)).finish()
  return { page, dom: parseDocument(page) }
}

const SENTENCE =
  'The mayor opened the new bridge over the river on Monday in front of a large and cheerful crowd. '
const HOSTILE = [
  '</script><script>alert(1)</script>',
  '<img src=x onerror="alert(2)">',
  `"' onmouseover='alert(3)' x="`,
  '</style><style>*{display:none}</style></title></details></table>',
  '\u2028\u2029 \u202Eevil\u202C \u0000 \u001b[31mred \ud800 \udc00 \ufeff javascript:alert(4)',
].join(' ')

/** A verdict made by hand: two texts, and how their match is changed. */
function verdict(
  a: string,
  b: string,
  { kept = false, match = {}, ...rest }: Partial<PageVerdict> & { match?: Partial<Match> } = {},
): PageVerdict {
  const found: Match = { ...compare(a, b), id: 'keeper', verified: true, ...match }
  return {
    document: { id: 'document' },
    text: a,
    kept,
    matches: [{ keeper: { id: 'keeper' }, match: found, text: () => b }],
    ...rest,
  }
}

function pageOf(verdicts: readonly PageVerdict[], options: DedupePageOptions = {}): Dom {
  const page = createDedupePage(options)
  for (const each of verdicts) page.add(each)
  return parseDocument(page.finish())
}

describe('the page', () => {
  test('lets run only what its policy names by hash', async () => {
    const { page, dom } = await crawl()
    const policy = all(dom, (element) => element.attribs['http-equiv'] === 'Content-Security-Policy')[0]!
    const hash = (content: string) => `'sha256-${createHash('sha256').update(content).digest('base64')}'`
    expect(policy.attribs.content).toBe(
      `default-src 'none'; script-src ${hash(/<script>([^]*?)<\/script>/.exec(page)![1]!)}; ` +
        `style-src ${hash(/<style>([^]*?)<\/style>/.exec(page)![1]!)}; base-uri 'none'; form-action 'none'`,
    )
  })

  test('shows hostile ids, paths, texts, messages and titles, and obeys none', async () => {
    const text = `${SENTENCE}${HOSTILE} ${SENTENCE}`
    const changed = `${text.replace('Monday', 'Friday the 13th').replace('alert(1)', 'alert(7)')} ${HOSTILE}`
    const collected = createDedupePage({ title: HOSTILE })
    const document = (k: number) => ({ id: `${k} ${HOSTILE}`, ref: { file: HOSTILE, line: k }, key: k })
    collected.add({ document: document(1), text, kept: true, matches: [] })
    for (const [k, one] of [text, changed, `${HOSTILE}\n${text}`].entries()) {
      const match = { ...compare(one, text), id: 1, verified: true }
      collected.add({
        document: document(k + 2),
        text: one,
        kept: k === 2,
        matches: [{ keeper: document(1), through: document(9), match, text: () => text }],
      })
    }
    collected.reject({ ref: { file: HOSTILE, line: 3 }, message: HOSTILE })
    const page = collected.finish()
    const dom = parseDocument(page)
    const elements = all(dom, () => true)
    for (const { name, attribs } of elements) {
      expect(['img', 'link', 'iframe', 'object', 'embed', 'base', 'image', 'use']).not.toContain(name)
      for (const attribute of Object.keys(attribs)) expect(attribute).not.toMatch(/^on|^style$|^src/i)
      if (attribs.href !== undefined) expect(attribs.href).toMatch(/^#[a-z]+$/)
    }
    expect(elements.filter(nameMarkup('script'))).toHaveLength(1)
    expect(elements.filter(nameMarkup('style'))).toHaveLength(1)
    expect(all(elements.find(nameMarkup('head'))!, nameMarkup('title')).map(flat)).toHaveLength(1)
    expect(all(elements.find(nameMarkup('head'))!, () => true)).toHaveLength(8)
    expect(page).not.toMatch(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/)
    // eslint-disable-next-line no-control-regex
    expect(page).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/)
    for (const pair of pairsOf(dom)) expect(flat(pair)).toContain('<img src=x onerror="alert(2)">')
    expect(flat(byId(dom, 'rejects'))).toContain('</script><script>alert(1)</script>')
    expect(flat(all(dom, classed('titled'))[0]!)).toContain("' onmouseover='alert(3)'")
  })

  test.each(REPORT_LANGUAGES)('has all its words in %s', async (reportLanguage) => {
    const { page, dom } = await crawl({ reportLanguage })
    const terms = dedupeWordsOf(reportLanguage)
    const text = flat(dom as unknown as Element)
    expect(page).not.toMatch(/undefined|NaN|\[object|Infinity/)
    for (const heading of [terms.histograms, terms.clusters, terms.pairs, terms.relations])
      expect(text).toContain(heading)
    const root = all(dom, nameMarkup('html'))[0]!
    expect(root.attribs.lang).toBe({ en: 'en', de: 'de', zh: 'zh-Hans' }[reportLanguage])
  })

  test('each language has the words of the others', () => {
    const shape = (value: unknown): unknown =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).map(([key, part]) => [key, shape(part)]))
        : Array.isArray(value)
          ? value.length
          : typeof value
    for (const language of REPORT_LANGUAGES)
      expect(shape(dedupeWordsOf(language))).toEqual(shape(dedupeWordsOf('en')))
  })

  test('every id is there once, and every link leads somewhere', async () => {
    const collected = await deduped(CRAWL)
    collected.reject({ message: 'x' })
    const dom = parseDocument(collected.finish())
    const ids = all(dom, (element) => element.attribs.id !== undefined).map(({ attribs }) => attribs.id!)
    expect(new Set(ids).size).toBe(ids.length)
    const links = all(dom, nameMarkup('a')).map(({ attribs }) => attribs.href!.slice(1))
    expect(links).toContain('rejects')
    for (const link of links) expect(ids).toContain(link)
    for (const { attribs } of all(dom, (element) => element.attribs['aria-labelledby'] !== undefined))
      expect(ids).toContain(attribs['aria-labelledby'])
  })

  test('is the same each time', async () => {
    expect((await crawl()).page).toBe((await crawl()).page)
  })

  test('of nothing says so', () => {
    const dom = parseDocument(createDedupePage().finish())
    expect(flat(all(dom, nameMarkup('h1'))[0]!)).toBe('Nothing removed of 0 documents')
    expect(flat(byId(dom, 'pairs'))).toContain('No document is related to another.')
  })

  test.each([
    [{ pairs: -1 }, /options\.pairs must be a whole number from 0 to 5000/],
    [{ pairs: 1.5 }, /options\.pairs/],
    [{ reportLanguage: 'fr' }, /options\.reportLanguage must be one of en, de, zh/],
    [{ colour: 'red' }, /options\.colour is not an option/],
    [{ remove: 'all' }, /options\.remove must be an object, or null/],
    [{ remove: { coverage: 2 } }, /options\.remove\.coverage must be/],
    [{ remove: { contained: 1 } }, /options\.remove\.contained must be true or false/],
    [
      { remove: { relations: ['duplicate'] } },
      "options.remove.relations is no longer an option: set remove.contained to true where it had 'contained'",
    ],
    [
      { remove: { lost: 100 } },
      'options.remove.lost is no longer an option: a document goes only if its keeper',
    ],
  ])('%j is refused', (options, message) => {
    expect(() => createDedupePage(options as DedupePageOptions)).toThrow(message)
  })
})

describe('totals', () => {
  test('count every document, by what became of it and its strongest relation', async () => {
    const { dom } = await crawl()
    expect(flat(all(dom, nameMarkup('h1'))[0]!)).toBe('5 of 12 documents removed')
    const figures = all(all(dom, classed('figures'))[0]!, nameMarkup('li')).map(flat)
    const saved = [3, 4, 6, 7, 11].reduce((sum, k) => sum + CRAWL[k]!.text.length, 0)
    const length = CRAWL.reduce((sum, { text }) => sum + text.length, 0)
    expect(figures).toEqual([
      '12 documents',
      '7 kept',
      '5 removed',
      '2 tied',
      `${((saved / length) * 100).toFixed(1)} % of all characters removed`,
    ])
    const rows = all(all(dom, classed('relations'))[0]!, nameMarkup('tr')).map(cells)
    const grouped = String(saved).replace(/\B(?=(\d{3})+$)/g, ',')
    expect(rows[1]).toMatch(new RegExp(`^duplicate 5 1 ${grouped} `))
    expect(rows[2]).toMatch(/^contained · 1 · /)
  })

  test('say what was cut short, guessed, left out and not read', () => {
    const collected = createDedupePage()
    collected.add(verdict(SENTENCE, SENTENCE, { match: { exact: false } }))
    collected.add(verdict(SENTENCE, SENTENCE, { kept: true, match: { verified: false } }))
    for (let k = 1; k <= 60; k++) collected.reject({ ref: { file: 'a.jsonl', line: k }, message: `bad ${k}` })
    const text = flat(parseDocument(collected.finish({ capped: 3 })) as unknown as Element)
    expect(text).toContain('1 comparison was cut short by a budget')
    expect(text).toContain('1 match is an estimate')
    expect(text).toContain('3 entries were left out of full buckets')
    expect(text).toContain('60 records not read')
    expect(text).toContain('a.jsonl:50 bad 50')
    expect(text).toContain('and 10 more; the list of rejects has them all')
    expect(text).not.toContain('every comparison is exact')
  })
})

describe('the histograms', () => {
  test('count every pair once, and mark where removal begins', async () => {
    const { dom } = await crawl({ remove: { coverage: 0.875, identity: 0.9 } })
    const figures = all(dom, classed('histogram'))
    const sums = figures.map((figure) =>
      ['removed', 'tied'].map((kind) =>
        all(all(figure, classed(kind))[0]!, nameMarkup('title'))
          .map((title) => Number(/: ([\d,]+)$/.exec(flat(title))![1]))
          .reduce((sum, count) => sum + count, 0),
      ),
    )
    expect(sums).toEqual([
      [5, 2],
      [5, 2],
      [5, 2],
    ])
    const marks = figures.map((figure) =>
      all(figure, (e) => e.name === 'text' && classed('threshold')(e)).map(flat),
    )
    expect(marks).toEqual([[], ['threshold 87.5 %'], ['threshold 90 %']])
  })

  test('put what is exactly the same by itself, and say all of it in a table', () => {
    const dom = pageOf([
      verdict(SENTENCE, SENTENCE),
      verdict(SENTENCE, SENTENCE, { match: { identity: 0.99999 } }),
      verdict(SENTENCE, SENTENCE, { kept: true, match: { identity: 0.9, coverage: { a: 0.4, b: 1 } } }),
      verdict(SENTENCE, SENTENCE, { kept: true, match: { identity: 0, coverage: { a: 0, b: 0 } } }),
    ])
    const rows = all(all(dom, classed('as-table'))[0]!, nameMarkup('tr'))
      .slice(2)
      .map(cells)
    expect(rows).toEqual([
      'exactly 100 % 1 · 2 · 1 ·',
      '98 % to below 100 % 1 · · · 1 ·',
      '90 % to below 92 % · · · · · 1',
      '40 % to below 42 % · · · 1 · ·',
      '36 % to below 38 % · 1 · · · ·',
      '0 % to below 2 % · 1 · 1 · 1',
    ])
  })

  test('mark nothing where the policy asks for nothing', async () => {
    const { dom } = await crawl({ remove: { contained: true } })
    expect(all(dom, classed('threshold'))).toEqual([])
  })

  test.each<[DedupePageOptions['remove'], string]>([
    [
      {},
      'Removed is a document of which its keeper lacks nothing: a duplicate, or a beginning broken off in the middle of a sentence.',
    ],
    [
      { contained: true, coverage: 0.9, identity: 0.75 },
      'Removed is a document of which its keeper lacks nothing: a duplicate, or a beginning broken off in the middle of a sentence, or what stands whole inside a longer document; at least 90 % of it must stand in the other; what they share must be at least 75 % alike.',
    ],
  ])('the policy is stated: %j', (remove, sentence) => {
    expect(flat(all(pageOf([], { remove }), classed('stated'))[0]!)).toBe(sentence)
  })

  test('mark nothing for a rule of the caller’s own', async () => {
    const { dom } = await crawl({ remove: null }, { remove: () => false })
    expect(all(dom, classed('threshold'))).toEqual([])
    expect(flat(all(dom, classed('stated'))[0]!)).toContain('the caller’s own rule')
  })
})

describe('the clusters', () => {
  const cluster = (key: number, size: number): PageVerdict[] =>
    Array.from({ length: size }, (_, k) => ({
      ...verdict(SENTENCE, SENTENCE),
      document: { id: `${key}/${k}` },
      matches: [{ ...verdict(SENTENCE, SENTENCE).matches[0]!, keeper: { id: 'same name', key } }],
    }))

  test('are listed by size, with their members, however their keepers are called', () => {
    const dom = pageOf([...cluster(1, 3), ...cluster(2, 40), ...cluster(3, 5)], { pairs: 0 })
    const entries = all(dom, classed('cluster-list'))[0]!.children.filter(
      (child) => 'name' in child,
    ) as Element[]
    expect(entries.map((entry) => flat(all(entry, classed('size'))[0]!))).toEqual(['41', '6', '4'])
    expect(flat(entries[1]!)).toBe(
      `6 same name ${5 * SENTENCE.length} characters removed 3/0 100 % 3/1 100 % 3/2 100 % 3/3 100 % 3/4 100 %`,
    )
    expect(flat(entries[0]!)).toMatch(/2\/23 100 % and 16 more$/)
  })

  test('of many only the largest twenty are listed', () => {
    const verdicts = Array.from({ length: 30 }, (_, key) => cluster(key, 1 + (key % 3))).flat()
    const dom = pageOf(verdicts, { pairs: 0 })
    expect(flat(all(dom, classed('clusters'))[0]!)).toContain('The 20 largest of 30 clusters.')
    const sizes = all(dom, classed('size')).map(flat)
    expect(sizes).toEqual([...Array(10).fill('4'), ...Array(10).fill('3')])
  })
})

/** A decision made by hand, on these two texts. */
function decided(
  code: RemovalCode,
  differences: readonly AccountItem[] = [],
  total = differences.length,
  texts = { document: '', keeper: '' },
): RemovalDecision {
  const reason = reasonOf(code, { differences, total }, texts)
  return { removed: isRemoval(code), code, reason, differences, total }
}

describe('a pair', () => {
  const reasonShown = (dom: Dom) => flat(all(pairsOf(dom)[0]!, classed('rule'))[0]!)
  const other = SENTENCE.replace('Monday', 'Friday')
  /** The same place in both texts. */
  const at = (word: string, what: Pick<AccountItem, 'explained' | 'content'>): AccountItem => {
    const from = SENTENCE.indexOf(word)
    const range = { from, to: from + word.length }
    return { document: range, keeper: range, ...what }
  }
  const none = { from: 0, to: 0 }
  const monday = at('Monday', { content: 'word' })
  const byline: AccountItem = { ...at('The', { explained: 'byline' }), keeper: none }
  const misread = at('bridge', { explained: 'misread' })

  test.each<[RemovalDecision, Record<'en' | 'de' | 'zh', string>]>([
    [
      decided('equal'),
      {
        en: 'Removed: nothing lost: the texts are equal',
        de: 'Entfernt: Nichts geht verloren: Die Texte sind gleich',
        zh: '移除： 内容无损失：两篇文字相同',
      },
    ],
    [
      decided('nothing-lost', [at('river', { explained: 'form' })]),
      { en: 'Removed: nothing lost', de: 'Entfernt: Nichts geht verloren', zh: '移除： 内容无损失' },
    ],
    [
      decided('nothing-lost', [byline]),
      {
        en: 'Removed: nothing lost but the byline',
        de: 'Entfernt: Nichts geht verloren außer der Autorenzeile',
        zh: '移除： 除署名外，内容无损失',
      },
    ],
    [
      // Several misprints are named once.
      decided('nothing-lost', [byline, misread, at('crowd', { explained: 'slip' })]),
      {
        en: 'Removed: nothing lost but the byline and misprints',
        de: 'Entfernt: Nichts geht verloren außer der Autorenzeile und Lesefehlern',
        zh: '移除： 除署名、识别错误外，内容无损失',
      },
    ],
    [
      decided('nothing-lost', [
        at('mayor', { explained: 'headline' }),
        at('opened', { explained: 'reworded' }),
        at('large', { explained: 'rounded' }),
        at('crowd', { explained: 'cut' }),
      ]),
      {
        en: 'Removed: nothing lost but the wording of the headline, wording, a rounded figure and a word cut short',
        de: 'Entfernt: Nichts geht verloren außer dem Wortlaut der Überschrift, einzelnen Formulierungen, einer gerundeten Zahl und einem abgeschnittenen Wort',
        zh: '移除： 除标题措辞、个别措辞、取整的数字、被截断的词外，内容无损失',
      },
    ],
    [
      decided('broken-off'),
      {
        en: 'Removed: nothing lost: it breaks off in the middle of a sentence that its keeper has whole',
        de: 'Entfernt: Nichts geht verloren: Es bricht mitten in einem Satz ab, der im behaltenen Dokument vollständig steht',
        zh: '移除： 内容无损失：它在句中中断，而该句在保留文档中是完整的',
      },
    ],
    [
      decided('stands-whole', [byline]),
      {
        en: 'Removed: nothing lost but the byline: it stands whole inside its keeper',
        de: 'Entfernt: Nichts geht verloren außer der Autorenzeile: Es steht vollständig im behaltenen Dokument',
        zh: '移除： 除署名外，内容无损失：整篇见于保留文档',
      },
    ],
    [
      decided('chosen', [monday]),
      {
        en: 'Removed: by the caller’s own rule',
        de: 'Entfernt: Eine eigene Regel des Aufrufers bestimmt es so',
        zh: '移除： 由调用者自定的规则决定',
      },
    ],
    [
      decided('content', [monday]),
      { en: 'Kept: Monday / Friday', de: 'Behalten: Monday / Friday', zh: '保留： Monday／Friday' },
    ],
    [
      decided('content', [{ ...at('cheerful', { content: 'missing' }), keeper: none }, monday]),
      {
        en: 'Kept: the other lacks “cheerful”; Monday / Friday',
        de: 'Behalten: im anderen fehlt „cheerful“; Monday / Friday',
        zh: '保留： 另一篇缺少“cheerful”；Monday／Friday',
      },
    ],
    [
      decided('content', [
        { ...at('large', { content: 'missing' }), keeper: none },
        { ...at('cheerful', { content: 'missing' }), keeper: none },
      ]),
      {
        en: 'Kept: the other lacks “large” and “cheerful”',
        de: 'Behalten: im anderen fehlt „large“ und „cheerful“',
        zh: '保留： 另一篇缺少“large”、“cheerful”',
      },
    ],
    [
      decided('content', [{ ...at('in', { content: 'negation' }), keeper: none }], 2),
      {
        en: 'Kept: only one of the two has “in”; and 1 more',
        de: 'Behalten: nur in einem von beiden steht „in“; und ein weiterer Unterschied',
        zh: '保留： 两篇中只有一篇有“in”；另有 1 处',
      },
    ],
    [
      decided('content', [monday, monday, monday, monday], 20),
      {
        en: 'Kept: Monday / Friday; Monday / Friday; Monday / Friday; and 17 more',
        de: 'Behalten: Monday / Friday; Monday / Friday; Monday / Friday; und 17 weitere Unterschiede',
        zh: '保留： Monday／Friday；Monday／Friday；Monday／Friday；另有 17 处',
      },
    ],
    [
      decided('longer'),
      {
        en: 'Kept: it is a part of a longer document',
        de: 'Behalten: Es ist Teil eines längeren Dokuments',
        zh: '保留： 它是一篇更长文档的一部分',
      },
    ],
    [
      decided('part'),
      {
        en: 'Kept: the other has only a part of it',
        de: 'Behalten: Im anderen steht nur ein Teil davon',
        zh: '保留： 另一篇只有它的一部分',
      },
    ],
    [
      decided('coverage'),
      {
        en: 'Kept: less of it is covered than was asked for',
        de: 'Behalten: Im anderen steht weniger davon als verlangt',
        zh: '保留： 见于另一篇的部分少于要求',
      },
    ],
    [
      decided('identity'),
      {
        en: 'Kept: less alike than was asked for',
        de: 'Behalten: Das Gemeinsame ist weniger gleich als verlangt',
        zh: '保留： 共有部分的一致程度低于要求',
      },
    ],
    [
      decided('estimate'),
      {
        en: 'Kept: the match is an estimate, and only what was aligned is removed',
        de: 'Behalten: Der Treffer ist eine Schätzung, und auf eine Schätzung hin wird nichts entfernt',
        zh: '保留： 该匹配为估计值，而估计值不足以移除文档',
      },
    ],
    [
      decided('not-chosen'),
      {
        en: 'Kept: by the caller’s own rule',
        de: 'Behalten: Eine eigene Regel des Aufrufers bestimmt es so',
        zh: '保留： 由调用者自定的规则决定',
      },
    ],
  ])('says why, in every language (%#)', (decision, sentences) => {
    for (const reportLanguage of REPORT_LANGUAGES) {
      const given = verdict(SENTENCE, other, { kept: !decision.removed, match: { decision } })
      expect(reasonShown(pageOf([given], { reportLanguage }))).toBe(sentences[reportLanguage])
    }
  })

  test('every code has its sentence in every language', () => {
    for (const reportLanguage of REPORT_LANGUAGES) {
      const { sentence } = dedupeWordsOf(reportLanguage).reasons
      expect(Object.keys(sentence)).toEqual([...REMOVAL_CODES])
    }
  })

  test('says why as `dedupe` decided it', async () => {
    const raises = (verb: string) => `The central bank ${verb} its rate on Monday. ${SENTENCE}`
    const run = await deduped(
      [
        { id: 'raises', text: raises('raises') },
        { id: 'lowers', text: raises('lowers') },
        { id: 'signed', text: `By John Smith\n\n${raises('raises')}` },
      ],
      {},
      { remove: {} },
    )
    const dom = parseDocument(run.finish())
    const shown = pairsOf(dom).map((pair) => [
      pair.attribs['data-name'],
      flat(all(pair, classed('rule'))[0]!),
      all(pair, classed('flag')).map(flat),
    ])
    expect(shown).toContainEqual(['lowers', 'Kept: lowers / raises', ['a close call']])
    expect(shown).toContainEqual(['signed', 'Removed: nothing lost but the byline', ['a close call']])
  })

  test('without the other text quotes what was decided when it was at hand', () => {
    const decision = decided('content', [monday], 1, { document: SENTENCE, keeper: other })
    const given = verdict(SENTENCE, other, { kept: true, match: { decision } })
    const { text: _, ...gone } = given.matches[0]!
    expect(reasonShown(pageOf([{ ...given, matches: [gone] }], { reportLanguage: 'de' }))).toBe(
      'Behalten: Monday / Friday',
    )
  })

  test('of a match without a decision was decided by the caller', () => {
    expect(reasonShown(pageOf([verdict(SENTENCE, other)], { remove: null }))).toBe(
      'Removed: by the caller’s own rule',
    )
  })

  test('opens to both texts, every edit documentTextWithSigns and nameMarkup, and the language of each side', async () => {
    const { dom } = await crawl()
    const pair = pairsOf(dom).find(({ attribs }) => attribs['data-name'] === '001.txt')!
    expect(pair.attribs.class).toBe('is-tied r-contained')
    const table = all(pair, classed('parallel'))[0]!
    const { edits } = compare(SEEDS[1]!, SEEDS[0]!)
    const marks = (name: string) => all(table, nameMarkup(name)).filter(classed('e'))
    expect(marks('del')).toHaveLength(edits.length)
    expect(marks('ins')).toHaveLength(edits.length)
    expect(marks('ins').map(flat)).toContain('本报记者 姜峰')
    for (const element of all(table, classed('text'))) expect(element.attribs.lang).toBe('zh-Hans')
    const side = (key: string) =>
      all(table, (element) => element.name === 'td' && classed(key)(element))
        .map((cell) => DomUtils.textContent(cell).replace(/[\s⏎]/g, ''))
        .join('')
    expect(side('a')).toContain(SEEDS[1]!.replace(/\s/g, '').slice(0, 300))
    expect(flat(pair)).toContain('7 letters and digits of it lie outside what the two share.')
  })

  test('shows first what tells most, and what surrounds it', async () => {
    const { dom } = await crawl()
    const pairs = pairsOf(dom)
    const names = pairs.map(({ attribs }) => attribs['data-name'])
    expect(names.slice(0, 3).sort()).toEqual(['https://scan.example.org/2', 'quake-6', 'quake-7'])
    const quake = pairs[names.indexOf('quake-6')]!
    expect(quake.attribs.class).toBe('is-removed r-duplicate numbers')
    expect(flat(all(quake, classed('flags'))[0]!)).toBe(
      '1 number changed ke of magnitude 6→4.4 off the coast',
    )
  })

  test('is compared once more where the match has no edits, and not where it has', () => {
    const marks = (dom: Dom) => all(dom, nameMarkup('del')).filter(classed('e'))
    expect(marks(pageOf([verdict(SENTENCE, other, { match: { edits: undefined } })]))).not.toHaveLength(0)
    expect(marks(pageOf([verdict(SENTENCE, other, { match: { edits: [] } })]))).toHaveLength(0)
  })

  test('without the other text says so, and names what it was compared with and seen before', () => {
    const given = verdict(SENTENCE, SENTENCE)
    const { text: _, ...gone } = given.matches[0]!
    const dom = pageOf([{ ...given, matches: [{ ...gone, through: { id: 'between' }, against: true }] }])
    expect(flat(pairsOf(dom)[0]!)).toContain('In the same cluster it matched between.')
    expect(flat(pairsOf(dom)[0]!)).toContain('seen before')
    expect(flat(pairsOf(dom)[0]!)).toContain('The texts were not at hand.')
    expect(all(dom, classed('parallel'))).toEqual([])
  })

  test('of long texts says what it leaves out', () => {
    const long = Array.from({ length: 2000 }, (_, k) => `Line ${k} of ${SENTENCE}`).join('\n')
    const page = createDedupePage()
    page.add(verdict(long, long.replaceAll('crowd', 'group')))
    const html = page.finish()
    expect(html.length).toBeLessThan(200_000)
    expect(html).toMatch(/[\d,]{7} further characters of this pair are not shown/)
  })
})

describe('of many pairs', () => {
  test('only so many open, and the texts of the others are not asked for', () => {
    const page = createDedupePage({ pairs: 10 })
    let asked = 0
    for (let k = 0; k < 5000; k++) {
      const given = verdict(SENTENCE, SENTENCE)
      const text = () => {
        asked++
        return SENTENCE
      }
      page.add({ ...given, document: { id: k }, matches: [{ ...given.matches[0]!, text }] })
    }
    const dom = parseDocument(page.finish())
    expect(pairsOf(dom)).toHaveLength(10)
    expect(flat(byId(dom, 'pairs'))).toContain('10 of 5,000 pairs: those removed although numbers changed')
    expect(asked).toBeLessThan(150)
  })

  test('the boxes of the filter count what is shown', async () => {
    const { dom } = await crawl()
    const boxes = all(dom, (element) => element.name === 'label' && classed('chip')(element)).map(flat)
    expect(boxes).toEqual([
      'removed 5',
      'tied 2',
      'duplicate 6',
      'contained 1',
      'only where numbers changed 4',
      'Labels beside edits',
    ])
  })
})
