import { createHash } from 'node:crypto'
import { DomUtils, parseDocument } from 'htmlparser2'
import { describe, expect, test } from 'vitest'
import { compare } from '../../../../src/compare/compare.js'
import { dedupeWordsOf } from '../../../../src/report/html/words/dedupe-words.js'
import {
  createDedupePage,
  type DedupePageOptions,
  type PageVerdict,
} from '../../../../src/report/html/dedupe/page.js'
import { REPORT_LANGUAGES } from '../../../../src/report/html/words/vocabulary.js'
import type { Match } from '../../../../src/store/match.js'
import { CRAWL, deduped } from '../../../deduped.js'
import { SEEDS } from '../../../seeds.js'

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
  { kept = false, match = {}, ...rest }: Partial<PageVerdict> & { match?: Partial<Match<unknown>> } = {},
): PageVerdict {
  const found: Match<unknown> = { ...compare(a, b), id: 'keeper', verified: true, ...match }
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
      flat(all(figure, (e) => e.name === 'text' && classed('threshold')(e))[0]!),
    )
    expect(marks).toEqual(['threshold 78.75 %', 'threshold 87.5 %', 'threshold 90 %'])
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

const RULE = { relations: ['duplicate' as const], coverage: 0.9, lost: 0, identity: 0.9 }

describe('a pair', () => {
  const reasonOf = (dom: Dom) => flat(all(pairsOf(dom)[0]!, classed('rule'))[0]!)
  const other = SENTENCE.replace('Monday', 'Friday')

  test.each<[string, Partial<Match<unknown>>, boolean, DedupePageOptions, string]>([
    [
      'removed',
      {},
      false,
      {},
      'Removed: duplicate; 100 % of it stands in its keeper (at least 90 %), and that is 96.1 % alike (at least 90 %).',
    ],
    [
      'short of coverage',
      { coverage: { a: 0.89996, b: 1 } },
      true,
      {},
      'Kept: only 89.9 % of it stands in the other; at least 90 % would have to.',
    ],
    [
      'short of identity',
      { identity: 0.5 },
      true,
      {},
      'Kept: what they share is only 50.0 % alike; it would have to be at least 90 %.',
    ],
    [
      'of another relation',
      { relation: 'overlaps' },
      true,
      { remove: { relations: ['duplicate', 'contained'] } },
      'Kept: its relation is “overlaps”; only “duplicate and contained” may be removed.',
    ],
    [
      'an estimate',
      { verified: false },
      true,
      {},
      'Kept: the match is an estimate, and an estimate removes nothing.',
    ],
    [
      'covered but for a few characters',
      { coverage: { a: 0.82, b: 1 } },
      false,
      { remove: { lost: 100 } },
      'Removed: duplicate; 82.0 % of it stands in its keeper, all but 100 characters at most, and that is 96.1 % alike (at least 90 %).',
    ],
    [
      'short of coverage by many characters',
      { coverage: { a: 0.5, b: 1 } },
      true,
      { remove: { lost: 10 } },
      'Kept: only 50.0 % of it stands in the other; at least 90 % would have to, or all but 10 characters.',
    ],
    ['held by a guard', {}, true, {}, 'Kept: a guard holds it back, though the thresholds are met.'],
    ['by a rule of one’s own', {}, false, { remove: null }, 'Removed: the caller’s own rule says so.'],
  ])('%s says why', (_, match, kept, options, reason) => {
    expect(
      reasonOf(
        pageOf(
          [verdict(SENTENCE, other, { kept, match })],
          options.remove === null ? options : { remove: { ...RULE, ...options.remove } },
        ),
      ),
    ).toBe(reason)
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
