import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { DomUtils, parseDocument } from 'htmlparser2'
import { describe, expect, test } from 'vitest'
import { audit, type Audit, type AuditOptions } from '../../../../src/audit/audit.js'
import type { Witness } from '../../../../src/audit/witness.js'
import { EDIT_CLASSES } from '../../../../src/compare/classes.js'
import { sumAudits } from '../../../../src/audit/summary.js'
import { SCRIPT, STYLE } from '../../../../src/report/html/assets.data.js'
import { pairFigures, summaryToHtml } from '../../../../src/report/html/audit/index-page.js'
import { compile } from '../../../../src/report/html/page/build.mjs'
import { auditToHtml } from '../../../../src/report/html/audit/pair-page.js'
import type { HtmlOptions } from '../../../../src/report/html/options.js'
import { REPORT_LANGUAGES, vocabularyOf } from '../../../../src/report/html/words/vocabulary.js'
import { visible } from '../../../../src/report/visible.js'
import { perturbedPair } from '../../../perturb.js'
import { SEEDS } from '../../../seeds.js'

type Dom = ReturnType<typeof parseDocument>
type Element = NonNullable<ReturnType<typeof DomUtils.findOne>>

interface Report {
  readonly page: string
  readonly dom: Dom
  readonly found: Audit
}

function report(
  a: Witness,
  b: Witness,
  { options = {}, audits = {} }: { options?: HtmlOptions; audits?: AuditOptions } = {},
): Report {
  const found = audit(a, b, { layout: true, ...audits })
  const page = auditToHtml(found, a, b, options)
  return { page, dom: parseDocument(page), found }
}

const all = (root: Dom | Element, test: (element: Element) => boolean) =>
  DomUtils.findAll(test, root.children)
const classed = (name: string) => (element: Element) =>
  (element.attribs.class ?? '').split(' ').includes(name)
const named = (name: string) => (element: Element) => element.name === name
const byId = (root: Dom, id: string) => all(root, (element) => element.attribs.id === id)[0]!
const text = (element: Element) => DomUtils.textContent(element)
/** As a browser shows it: white space collapsed. */
const flat = (element: Element) =>
  text(element)
    .replace(/[ \n]+/g, ' ')
    .trim()

/** What a side shows as document text: without the numbers of passages and the signs for line ends and tabs. */
function shown(dom: Dom, side: 'a' | 'b'): string {
  const pane = byId(dom, `text-${side}`)
  const sign = (element: Element) => classed('nl')(element) || classed('passage')(element)
  for (const element of all(pane, sign)) DomUtils.removeElement(element)
  return all(pane, classed('block')).map(text).join('')
}

/** A source as a browser shows it: one kind of line end, hidden characters by their codes. */
function asShown(source: string): string {
  return source
    .replace(/\r\n?/g, '\n')
    .split(/([\n\t])/)
    .map((part) => (part === '\n' || part === '\t' ? part : visible(part)))
    .join('')
}

const HOSTILE = [
  '</script><script>alert(1)</script>',
  '<img src=x onerror="alert(2)">',
  `"' onmouseover='alert(3)' x="`,
  '</style><style>*{display:none}</style>',
  '<!-- --> <![CDATA[ ]]> &amp; &lt; &#60;',
  '\u2028\u2029 \u202Eevil\u202C \u2066x\u2069 \u0000 \u001b[31mred\u001b[0m \ud800 \udc00 \ufeff',
].join('\n')
const SENTENCE =
  'The mayor opened the new bridge over the river on Monday in front of a large and cheerful crowd. '
const SEED_AUDIT = audit(
  { text: SEEDS[0]!, name: '000.txt' },
  { text: SEEDS[1]!, name: '001.txt' },
  { layout: true },
)
const seeds = (options: HtmlOptions = {}): Report => {
  const page = auditToHtml(SEED_AUDIT, { text: SEEDS[0]! }, { text: SEEDS[1]! }, options)
  return { page, dom: parseDocument(page), found: SEED_AUDIT }
}

describe('the page', () => {
  test('script and style are what their sources compile to, and small', async () => {
    const checkedIn = readFileSync(
      new URL('../../../../src/report/html/assets.data.ts', import.meta.url),
      'utf8',
    )
    expect(checkedIn).toBe(await compile())
    expect(SCRIPT.length).toBeLessThan(30_000)
    for (const asset of [SCRIPT, STYLE]) expect(asset).not.toMatch(/<\/|<!--|https?:|url\(|@import|\r/)
  })

  test('lets run only what its policy names by hash', () => {
    const { page, dom } = seeds()
    const policies = all(dom, (element) => element.attribs['http-equiv'] === 'Content-Security-Policy')
    const policy = policies[0]!.attribs.content!
    const hash = (content: string) => `'sha256-${createHash('sha256').update(content).digest('base64')}'`
    const style = /<style>([^]*?)<\/style>/.exec(page)![1]!
    const script = /<script>([^]*?)<\/script>/.exec(page)![1]!
    expect(policy).toBe(
      `default-src 'none'; script-src ${hash(script)}; style-src ${hash(style)}; base-uri 'none'; form-action 'none'`,
    )
    // It binds what comes after it.
    expect(page.indexOf('Content-Security-Policy')).toBeLessThan(page.indexOf('<style>'))
  })

  test('asks for nothing from anywhere, and styles nothing inline', () => {
    for (const { page, dom } of [seeds(), report({ text: HOSTILE }, { text: HOSTILE })]) {
      const elements = all(dom, () => true)
      for (const { name, attribs } of elements) {
        expect([
          'img',
          'link',
          'iframe',
          'object',
          'embed',
          'base',
          'video',
          'audio',
          'image',
          'use',
        ]).not.toContain(name)
        for (const attribute of Object.keys(attribs)) expect(attribute).not.toMatch(/^on|^style$|^src/i)
        if (attribs.href !== undefined) expect(attribs.href).toMatch(/^#[a-z]+\d*$/)
      }
      expect(elements.filter(named('script'))).toHaveLength(2)
      expect(elements.filter(named('style'))).toHaveLength(1)
      expect(page).not.toMatch(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/)
      const hidden = /[\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/
      expect(page).not.toMatch(hidden)
      expect([...page].filter((c) => c < ' ' && c !== '\n' && c !== '\t')).toEqual([])
    }
  })

  test('every id is there once, and every link within the page leads somewhere', () => {
    const { dom } = seeds()
    const ids = all(dom, (element) => element.attribs.id !== undefined).map(({ attribs }) => attribs.id!)
    expect(new Set(ids).size).toBe(ids.length)
    for (const { attribs } of all(dom, named('a'))) expect(ids).toContain(attribs.href!.slice(1))
  })

  test('is the same each time', () => {
    expect(seeds().page).toBe(seeds().page)
  })
})

describe('the texts', () => {
  test('of a page and an article: eleven edits, marked in both, the article inside the page', () => {
    const { dom, found } = seeds()
    expect(flat(all(dom, named('h1'))[0]!)).toBe('A contains B')
    expect(flat(all(dom, classed('figures'))[0]!)).toMatch(/^ ?11 edits 1 passage 99\.5\u202f% identity /)
    expect(shown(dom, 'a')).toBe(SEEDS[0])
    expect(shown(dom, 'b')).toBe(SEEDS[1])
    const at = found.edits.findIndex((edit) => edit.a.text === '鸟') + 1
    expect(text(byId(dom, `a${at}`))).toBe('鸟')
    expect(text(byId(dom, `b${at}`))).toBe('马')
    expect(byId(dom, `a${at}`).attribs.href).toBe(`#b${at}`)
    expect(byId(dom, `b${at}`).attribs.href).toBe(`#a${at}`)
    const outside = all(byId(dom, 'text-a'), classed('out')).map(text).join('')
    const { from, to } = found.passages[0]!.a
    expect(outside).toBe(SEEDS[0]!.slice(0, from) + SEEDS[0]!.slice(to))
  })

  test('are shown whole, and every edit once on each side, whatever was done to them', () => {
    fc.assert(
      fc.property(perturbedPair, fc.boolean(), ({ a, b }, crlf) => {
        const sources = { a: crlf ? a.replaceAll('\n', '\r\n') : a, b }
        const { dom, found } = report({ text: sources.a }, { text: sources.b })
        for (const side of ['a', 'b'] as const) {
          expect(shown(dom, side)).toBe(asShown(sources[side]))
          const links = all(byId(dom, `text-${side}`), classed('e'))
          found.edits.forEach((edit, i) => {
            const other = side === 'a' ? 'b' : 'a'
            const pieces = links.filter(({ attribs }) => attribs.href === `#${other}${i + 1}`)
            expect(pieces.filter(({ attribs }) => attribs.id === `${side}${i + 1}`)).toEqual([pieces[0]])
            expect(pieces.map(text).join('')).toBe(asShown(edit[side].text))
            for (const piece of pieces) expect(classed(`c-${edit.class}`)(piece)).toBe(true)
          })
        }
      }),
      { numRuns: 60 },
    )
  })

  test('of one long line are cut into blocks between words, never inside a character', () => {
    const word = '𠀀e\u0301👩‍👧'
    for (const line of [SENTENCE.repeat(400), 'x'.repeat(20_000), word.repeat(4000)]) {
      const { dom } = report({ text: line }, { text: 'y' })
      expect(shown(dom, 'a')).toBe(line)
      const blocks = all(byId(dom, 'text-a'), classed('block'))
      expect(blocks.length).toBeGreaterThan(10)
      for (const block of blocks) {
        expect(text(block).length).toBeLessThan(2000)
        expect(text(block)).not.toMatch(/^[\u0301\udc00-\udfff\u200d]/)
        if (line.startsWith('The')) expect(text(block)).toMatch(/ $/)
      }
      expect(blocks.map(({ attribs }) => attribs['data-n'])).toEqual(['1', ...blocks.slice(1).map(() => '')])
    }
  })

  test('number every fifth line', () => {
    const { dom } = report({ text: 'line\n'.repeat(12) }, { text: 'y' })
    const blocks = all(byId(dom, 'text-a'), classed('block'))
    expect(blocks.map(({ attribs }) => attribs['data-n'])).toEqual(['1', '6', '11'])
  })

  test('that are hostile stay text, in names too', () => {
    const a = `${SENTENCE}${HOSTILE}\n${SENTENCE}`
    const b = a.replace('alert(2)', 'alert(9)').replace('Monday', '</script>')
    const { page, dom } = report(
      { text: a, name: HOSTILE },
      { text: b, name: '"><script>' },
      { options: { title: HOSTILE } },
    )
    expect(shown(dom, 'a')).toBe(asShown(a))
    expect(shown(dom, 'b')).toBe(asShown(b))
    expect(all(dom, named('script'))).toHaveLength(2)
    expect(page).toContain('‹202E›evil‹202C›')
    expect(page).toContain('‹0000›')
    expect(page).toContain('‹D800›')
    expect(JSON.parse(text(byId(dom, 'data'))).lengths).toEqual([a.length, b.length])
  })

  test('say their language, each its own; where none is given, the one that was guessed', () => {
    const { dom } = report(
      { text: SEEDS[1]!, language: 'zh-TW' },
      { text: SEEDS[1]!.slice(0, 900) },
      { options: { reportLanguage: 'de' } },
    )
    expect(all(dom, named('html'))[0]!.attribs.lang).toBe('de')
    expect(byId(dom, 'text-a').attribs.lang).toBe('zh-TW')
    expect(byId(dom, 'text-b').attribs.lang).toBe('zh-Hans')
    expect(byId(report({ text: SENTENCE }, { text: SENTENCE }).dom, 'text-a').attribs.lang).toBeUndefined()
  })

  test('an empty text and unrelated texts make a page too', () => {
    const empty = report({ text: '' }, { text: SENTENCE })
    expect(flat(all(empty.dom, named('h1'))[0]!)).toBe('A and B are unrelated')
    expect(shown(empty.dom, 'b')).toBe(SENTENCE)
    expect(flat(all(report({ text: '' }, { text: '' }).dom, named('h1'))[0]!)).toBe('A and B are identical')
  })
})

describe('the filter', () => {
  test('has a box for each class that occurs, with its count; only layout is off', () => {
    const { dom, found } = seeds()
    const boxes = all(dom, (element) => element.attribs.name === 'class')
    expect(Object.fromEntries(boxes.map(({ attribs }) => [attribs.value, 'checked' in attribs]))).toEqual(
      Object.fromEntries(found.classes.map(({ class: name }) => [name, name !== 'layout'])),
    )
    for (const { class: name, edits } of found.classes) {
      const box = boxes.find(({ attribs }) => attribs.value === name)!
      expect(text(all(box.parent as Element, classed('count'))[0]!)).toBe(String(edits))
    }
  })

  test('the style switches every class off, with the script and without', () => {
    for (const name of EDIT_CLASSES) {
      expect(STYLE).toContain(`.off-${name} .c-${name}:not(`)
      expect(STYLE).toContain(`:root:has(#f-${name}:not(:checked)) .c-${name}:not(`)
      expect(STYLE).toMatch(new RegExp(`\\.c-${name}[,{]`))
    }
  })
})

describe('the apparatus', () => {
  const lines = (words: string) => words.split('. ').map((line) => `${line}.\n`)

  test('says where each edit stands: page, line and box of the format, else the line of the text', () => {
    const a = lines(SENTENCE.repeat(3)).join('').replace('bridge', 'bnidge')
    const from = a.indexOf('bnidge')
    const { dom } = report(
      {
        text: a,
        regions: [
          { from: from - 20, to: from + 30, page: '3', line: 12, block: 'r1', box: [10, 20, 300, 44] },
        ],
      },
      { text: a.replace('bnidge', 'bridge') },
    )
    const entry = byId(dom, 'e1')
    expect(text(all(entry, classed('pair'))[0]!)).toMatch(/n→r|bnidge→bridge/)
    expect(text(all(entry, classed('at'))[0]!)).toBe('A p. 3, l. 12, block r1 box 10,20–300,44 B l. 1')
  })

  test('marks the copy that is likelier wrong, and says why', () => {
    const { dom, found } = seeds()
    const i = found.edits.findIndex((edit) => edit.reason === 'repetition')
    expect(found.edits[i]!.suspect).toBe('a')
    expect(classed('sus')(byId(dom, `a${i + 1}`))).toBe(true)
    expect(classed('sus')(byId(dom, `b${i + 1}`))).toBe(false)
    expect(text(byId(dom, `e${i + 1}`))).toContain('† A is likelier wrong: a neighbour is written twice')
  })

  test('numbers the edits, layout apart', () => {
    const { dom } = seeds()
    const entries = all(all(dom, classed('edits'))[0]!, named('li'))
    const numbers = entries
      .filter((entry) => !classed('c-layout')(entry))
      .map((entry) => text(all(entry, classed('no'))[0]!))
    expect(numbers).toEqual(['1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '11'])
  })
})

describe('the strip', () => {
  const blocks = [SEEDS[2]!.slice(0, 500), SEEDS[3]!.slice(0, 700), SEEDS[4]!.slice(0, 600)]
  const moved = report({ text: blocks.join('\n') }, { text: [blocks[1], blocks[2], blocks[0]].join('\n') })

  test('joins each passage with its place in the other text, and marks what moved', () => {
    const bands = all(moved.dom, classed('band'))
    expect(bands.map((band) => classed('moved')(band))).toEqual(
      moved.found.passages.map((passage) => passage.moved),
    )
    expect(moved.found.passages.filter((passage) => passage.moved)).toHaveLength(1)
    const scale = 1000 / moved.found.a.characters
    bands.forEach((band, i) => {
      const passage = moved.found.passages[i]!
      const [, a0, a1] = /^M([\d.]+) 0H([\d.]+)/.exec(all(band, named('path'))[0]!.attribs.d!)!
      const [, b0] = /H([\d.]+)V98/.exec(all(band, named('path'))[0]!.attribs.d!)!
      expect(Number(a0)).toBeCloseTo(passage.a.from * scale, 0)
      expect(Number(a1)).toBeCloseTo(passage.a.to * scale, 0)
      expect(Number(b0)).toBeCloseTo(passage.b.from * scale, 0)
    })
  })

  test('puts the shorter text below its place in the longer one, both at one scale', () => {
    const { dom } = report({ text: SEEDS[4]! + SEEDS[1]! }, { text: SEEDS[1]! })
    const [a, b] = all(dom, classed('bar')).map(({ attribs }) => [Number(attribs.x), Number(attribs.width)])
    expect(a).toEqual([0, 1000])
    expect(b![0]! + b![1]!).toBeCloseTo(1000, 0)
    expect(b![1]! / 1000).toBeCloseTo(SEEDS[1]!.length / (SEEDS[4]!.length + SEEDS[1]!.length), 3)
  })

  test('has a tick on both bars for every edit', () => {
    const { dom, found } = seeds()
    const ticks = all(dom, classed('tick')).flatMap(({ attribs }) => attribs.d!.match(/M/g)!)
    expect(ticks).toHaveLength(2 * found.edits.length)
  })
})

describe('figures', () => {
  test('rates, classes and confusions are those of the audit', () => {
    const { dom, found } = seeds()
    const cells = all(all(dom, classed('rates'))[0]!, named('td')).map(text)
    const { cer } = found.rates.inside.nothing
    expect(cells).toContain(
      `${(cer.rate * 100).toFixed(2)}\u202f%S ${cer.substitutions} · D ${cer.deletions} · I ${cer.insertions} of 2,008`,
    )
    const [characters, edits] = all(dom, classed('confusions'))
    expect(all(characters!, named('tr')).slice(1)).toHaveLength(found.characterConfusions.length)
    expect(text(characters!)).toContain('U+9E1F / U+9A6C')
    const rows = all(edits!, named('tr')).slice(1)
    expect(rows).toHaveLength(found.confusions.length)
    const example = all(
      rows.find((row) => text(row).startsWith('鸟'))!,
      named('a'),
    )[0]!
    expect(text(byId(dom, example.attribs.href!.slice(1)))).toBe('鸟')
  })

  test('an infinite rate and a rate above 1 are said as such', () => {
    expect(report({ text: SENTENCE }, { text: '' }).page).toContain('∞')
    expect(seeds().page).toMatch(/>172\.\d\d\u202f%</)
  })
})

describe('report languages', () => {
  test.each(REPORT_LANGUAGES)('%s: names, numbers, definitions', (reportLanguage) => {
    const { dom, page, found } = seeds({ reportLanguage })
    const words = vocabularyOf(reportLanguage)
    expect(all(dom, named('html'))[0]!.attribs.lang).toBe(words.tag)
    for (const { class: name } of found.classes) {
      expect(page).toContain(words.classes[name].name)
      expect(page).toContain(words.classes[name].definition)
    }
    expect(page).toContain({ en: '5,457', de: '5.457', zh: '5,457' }[reportLanguage])
    expect(page).toContain({ en: '37.2\u202f%', de: '37,2\u202f%', zh: '37.2%' }[reportLanguage])
  })

  test('every word of English is said in the others too', () => {
    const same = new Set(['offprint', 'CER', 'WER', 'A', 'B', 'p', 'k', 'n', 'j', 'x', 'l', 'd'])
    const strings = (value: unknown): string[] =>
      typeof value === 'string'
        ? [value]
        : typeof value === 'object' && value !== null
          ? Object.values(value).flatMap(strings)
          : []
    const english = strings(vocabularyOf('en')).filter((word) => word.length > 6 && !same.has(word))
    for (const other of ['de', 'zh'] as const) {
      const words = new Set(strings(vocabularyOf(other)))
      expect(english.filter((word) => words.has(word))).toEqual([])
    }
  })

  test('short labels tell classes apart', () => {
    for (const language of REPORT_LANGUAGES) {
      const labels = EDIT_CLASSES.map((name) => vocabularyOf(language).classes[name].short)
      expect(new Set(labels).size).toBe(EDIT_CLASSES.length)
    }
  })
})

test('options nobody knows are refused', () => {
  const found = audit(SENTENCE, SENTENCE)
  const witness = { text: SENTENCE }
  expect(() => auditToHtml(found, witness, witness, { lang: 'de' } as HtmlOptions)).toThrow(/options\.lang/)
  expect(() =>
    auditToHtml(found, witness, witness, { reportLanguage: 'fr' } as unknown as HtmlOptions),
  ).toThrow(/options\.reportLanguage must be one of en, de, zh/)
  expect(() => auditToHtml(found, {} as Witness, witness)).toThrow(/a\.text/)
})

describe('the index', () => {
  const pairs: [string, string, string][] = [
    ['page <b>', SEEDS[0]!, SEEDS[1]!],
    ['sentence', SENTENCE, SENTENCE.replace('Monday', 'Mouday')],
  ]
  const index = (hrefs: string[]) => {
    const sum = sumAudits()
    const pages = pairs.map(([name, a, b], i) => {
      const found = audit(a, b)
      sum.add(found, name)
      return { name, href: hrefs[i]!, figures: pairFigures(found) }
    })
    return parseDocument(summaryToHtml(sum.summary(), pages, { title: 'Run <1>' }))
  }

  test('leads to every pair, with its figures, and from confusions to their places', () => {
    const dom = index(['page.html', 'sentence%20one.html'])
    expect(flat(all(dom, named('h1'))[0]!)).toBe('Run <1>')
    const rows = all(all(dom, classed('pairs'))[0]!, named('tr')).slice(1)
    expect(rows.map((row) => all(row, named('a'))[0]!.attribs.href)).toEqual([
      'page.html',
      'sentence%20one.html',
    ])
    expect(flat(rows[0]!)).toContain('page <b> A contains B 37.2\u202f%99.6\u202f%99.5\u202f%11')
    const examples = all(all(dom, classed('examples')).at(0)!.parent!.parent as Element, named('a'))
    expect(examples.length).toBeGreaterThan(5)
    for (const { attribs } of examples) expect(attribs.href).toMatch(/^(page|sentence%20one)\.html#at-\d+$/)
    expect(all(dom, named('script'))).toHaveLength(1)
  })

  test('a link leads to a file beside it, whatever it is called', () => {
    const dom = index(['javascript:alert(1)', '\t//host/x'])
    const hrefs = all(all(dom, classed('pairs'))[0]!, named('a')).map(({ attribs }) => attribs.href)
    expect(hrefs).toEqual(['./javascript:alert(1)', '%09//host/x'])
  })
})
