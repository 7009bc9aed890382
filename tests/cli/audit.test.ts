import { existsSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { SEEDS } from '../seeds.js'
import { workspace } from '../workspace.js'
import { offprint } from './runner.js'

const [page, article] = [SEEDS[0]!, SEEDS[1]!]
const TRUTH = 'The modern corner of the harbour was built by the engineers of the town in the summer of 1899.'
const OCR = 'The modem comer of the harbour was bu1lt by tbe engineers of the tovvn in the fummer of 1899.'
const OTHER =
  'The library will close at noon on Friday for the cleaning of the reading room and of the stairs.'
const pair = { 'scan.txt': OCR, 'truth.txt': TRUTH }

/** A page of hOCR with one word a region. */
function hocr(text: string): string {
  const words = text
    .split(' ')
    .map((word, i) => `<span class='ocrx_word' id='w${i}' title='bbox ${i} 0 ${i + 1} 9'>${word}</span>`)
  return `<html><body><div class='ocr_page' title='bbox 0 0 99 99; ppageno 6'><span class='ocr_line' title='bbox 0 0 99 9'>${words.join(' ')}</span></div></body></html>`
}

describe('what --html writes is what its name says', () => {
  const folders = { 'ocr/a.txt': OCR, 'truth/a.txt': TRUTH }

  test('one pair as a page, or as a folder with its index', async () => {
    workspace(pair)
    const run = (name: string) => offprint(['audit', 'scan.txt', 'truth.txt', '--html', name])
    for (const name of ['r.html', 'R.HTM', 'v1.2.xhtml']) {
      expect((await run(name)).code).toBe(0)
      expect(statSync(name).isFile()).toBe(true)
    }
    for (const name of ['reports', 'v1.2', 'r2.html/']) {
      expect((await run(name)).code).toBe(0)
      expect(readdirSync(name).sort()).toEqual(['0001-scan.txt.html', 'index.html'])
    }
    const streamed = await offprint(['audit', 'scan.txt', 'truth.txt', '--html', '-', '-o', 'out.txt'])
    expect(streamed.stdout).toMatch(/^<!doctype html>/)
  })

  test.each([
    [
      ['ocr', 'truth'],
      'r.html',
      '--html r.html is one page, and there are many pairs; name a folder, such as r/',
    ],
    [
      ['ocr', 'truth'],
      '-',
      '--html - is one page, and there are many pairs; name a folder, such as reports/',
    ],
    [['ocr', 'truth'], 'r.pdf', '--html r.pdf would hold HTML; name a page, r.pdf.html, or a folder, r.pdf/'],
    [['ocr/a.txt', 'truth/a.txt'], 'r.xlsx', '--html r.xlsx would hold HTML'],
    [['ocr/a.txt', 'truth/a.txt'], 'taken', '--html taken is a file; name a folder'],
    [['ocr/a.txt', 'truth/a.txt'], 'x.html', '--html x.html is a folder; name a file'],
    [['ocr/a.txt', 'truth/a.txt'], 'gone/r.html', 'the folder gone does not exist'],
  ])('%j --html %s is refused, and nothing is written', async (paths, name, message) => {
    workspace({ ...folders, taken: 'x', 'x.html/y': 'y' })
    const before = readdirSync('.')
    const { code, stdout, stderr } = await offprint(['audit', ...paths, '--html', name])
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain(message)
    expect(stderr).toContain('ERR_USAGE')
    expect(readdirSync('.')).toEqual(before)
  })

  test.each([
    [
      ['audit', 'scan.txt', 'truth.txt', '--report-lang', 'de'],
      '--report-lang is the language of --html PATH',
    ],
    [['dedupe', 'scan.txt', '--report-lang', 'en'], '--report-lang is the language of --report FILE'],
    [['dedupe', 'scan.txt', '--report', 'page/'], '--report page/ names a folder; name a file'],
  ])('%j is refused', async (argv, message) => {
    workspace(pair)
    const { code, stderr } = await offprint(argv)
    expect(code).toBe(2)
    expect(stderr).toContain(message)
    expect(readdirSync('.').sort()).toEqual(['scan.txt', 'truth.txt'])
  })
})

describe('one pair', () => {
  test('for people', async () => {
    workspace(pair)
    const { code, stdout, stderr } = await offprint(['audit', 'scan.txt', 'truth.txt'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/^A and B are duplicates\n/)
    expect(stdout).toContain('CER')
    expect(stdout).toMatch(/2 × +\[m→rn\]/)
    expect(stdout).not.toContain('\u001b')
  })

  test('--json, --aligned, -o', async () => {
    workspace(pair)
    const { stdout } = await offprint(['audit', 'scan.txt', 'truth.txt', '--json'])
    const found = JSON.parse(stdout)
    expect(found.relation).toBe('duplicate')
    expect(found.rates.whole.nothing.cer.length).toBe(TRUTH.length)
    expect(found.edits.every(({ class: name }: { class: string }) => typeof name === 'string')).toBe(true)
    const aligned = await offprint(['audit', 'scan.txt', 'truth.txt', '--aligned', '-o', 'out.txt'])
    expect(aligned).toMatchObject({ code: 0, stdout: '' })
    expect(readFileSync('out.txt', 'utf8')).toMatch(/A +1 .*mode\[m ?\]/)
  })

  test('a page as it is, or only the part that holds the article', async () => {
    workspace({ 'page.txt': page, 'article.txt': article })
    const cer = async (...flags: string[]) => {
      const { stdout } = await offprint(['audit', 'page.txt', 'article.txt', '--json', ...flags])
      return JSON.parse(stdout).rates.whole.nothing.cer.rate as number
    }
    expect(await cer()).toBeGreaterThan(1.5)
    expect(await cer('--part')).toBeLessThan(0.1)
  })

  test('reports to look at, to calculate with, and in German', async () => {
    workspace(pair)
    const argv = [
      'audit',
      'scan.txt',
      'truth.txt',
      '--html',
      'r.html',
      '--report-lang',
      'de',
      '--xlsx',
      'r.xlsx',
    ]
    expect((await offprint([...argv, '--csv', 'r.csv', '--csv-separator', ';'])).code).toBe(0)
    expect(readFileSync('r.html', 'utf8')).toMatch(/^<!doctype html>\s*<html lang="de"/i)
    expect(readFileSync('r.xlsx').subarray(0, 2).toString()).toBe('PK')
    expect(readFileSync('r.csv', 'utf8').split('\r\n')[0]).toContain(';')
    expect((await offprint(argv)).stderr).toContain('ERR_OUTPUT_EXISTS')
    await offprint(['audit', 'scan.txt', 'truth.txt', '--csv', 'tables/'])
    expect(readdirSync('tables').sort()).toEqual([
      'characters.csv',
      'confidence.csv',
      'confusions.csv',
      'edits.csv',
      'pages.csv',
      'summary.csv',
    ])
  })

  test('hOCR says where on the page', async () => {
    workspace({ 'scan.hocr': hocr(OCR), 'truth.txt': TRUTH })
    const { stdout } = await offprint(['audit', 'scan.hocr', 'truth.txt', '--json'])
    const first = JSON.parse(stdout).edits[0]
    expect(first.place.a).toMatchObject({ page: '6', line: 1, id: 'w1', box: [1, 0, 2, 9] })
    expect((await offprint(['audit', '-', 'truth.txt'], { stdin: hocr(OCR) })).stdout).toContain('p6 l1')
    // Broken markup names the file, whatever its name.
    workspace({ 'scan.txt': '<alto><Layout>', 'truth.txt': TRUTH })
    expect((await offprint(['audit', 'scan.txt', 'truth.txt'])).stderr).toMatch(/^offprint: scan\.txt: /)
    workspace({ 'scan.xml': '<alto><Layout>', 'truth.txt': TRUTH })
    const broken = await offprint(['audit', 'scan.xml', 'truth.txt'])
    expect(broken).toMatchObject({ code: 2, stdout: '' })
    expect(broken.stderr).toMatch(/^offprint: scan\.xml: /)
  })
})

test('what a file is its content says, and no markup, JSON or table is audited as a text', async () => {
  const rows = OCR.split(' ').map((word, i) => `5\t1\t1\t1\t1\t${i + 1}\t${i}\t0\t1\t9\t96.1\t${word}`)
  const header =
    'level page_num block_num par_num line_num word_num left top width height conf text'.replaceAll(' ', '\t')
  const tsv = [header, ...rows, ''].join('\n')
  workspace({
    'scan.tsv': tsv,
    'scan.dat': tsv,
    'scan.txt': hocr(OCR),
    'plain.hocr': OCR,
    'truth.txt': TRUTH,
  })
  const rates = new Set<number>()
  for (const name of ['scan.tsv', 'scan.dat', 'scan.txt', 'plain.hocr']) {
    const { code, stdout } = await offprint(['audit', name, 'truth.txt', '--json'])
    expect(code).toBe(0)
    rates.add(JSON.parse(stdout).rates.whole.layout.cer.rate as number)
  }
  expect(rates.size).toBe(1)
  const others = {
    'a.txt': '<TEI><text>The council</text></TEI>',
    'b.txt': '{"id": 1}',
    'c.txt': '%PDF-1.4\n',
    'd.txt': Buffer.from('\x89PNG\r\n\x1a\n\0', 'latin1'),
    'e.xml': '<p>The council</p>',
  }
  workspace({ ...others, 'truth.txt': TRUTH })
  for (const [name, what] of Object.entries({
    a: 'TEI',
    b: 'JSON of no OCR engine that is read',
    c: 'PDF',
    d: 'a PNG image',
  })) {
    const { code, stdout, stderr } = await offprint(['audit', `${name}.txt`, 'truth.txt'])
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain(`offprint: ${name}.txt is ${what}, not a text; `)
  }
  // The truth as well.
  expect((await offprint(['audit', 'truth.txt', 'e.xml'])).stderr).toContain(
    'e.xml is markup whose first element is <p>',
  )
})

test('another encoding, as it is named', async () => {
  const latin = (text: string) => Buffer.from(text, 'latin1')
  const clean = 'The café of the harbour was built by the engineers of the town in the summer of the year.'
  workspace({ 'scan.txt': latin(clean.replace('harbour', 'harbonr')), 'truth.txt': latin(clean) })
  for (const command of ['audit', 'compare']) {
    const argv = [command, 'scan.txt', 'truth.txt', '--encoding', 'windows-1252', '--json']
    const { code, stdout, stderr } = await offprint(argv)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(
      JSON.parse(stdout).edits.map(({ a, b }: { a: { text: string }; b: { text: string } }) => [
        a.text,
        b.text,
      ]),
    ).toEqual([['n', 'u']])
    expect((await offprint([command, 'scan.txt', 'truth.txt', '--encoding', 'klingon'])).code).toBe(2)
  }
})

describe('many pairs', () => {
  const folders = {
    'ocr/a.ocr.txt': OCR,
    'ocr/b.ocr.txt': page,
    'ocr/lonely.txt': OTHER,
    'truth/a.gt.txt': TRUTH,
    'truth/b.gt.txt': article,
  }

  test('two folders, paired by stem; who has no partner is listed', async () => {
    workspace(folders)
    const { code, stdout, stderr } = await offprint(['audit', 'ocr', 'truth', '--rejects', 'rejects.jsonl'])
    expect(code).toBe(3)
    expect(stdout).toContain('2 pairs')
    expect(stderr).toBe('offprint: ocr/lonely.txt has no partner in the other folder [ERR_INPUT]\n')
    expect(JSON.parse(readFileSync('rejects.jsonl', 'utf8')).ref.file).toBe('ocr/lonely.txt')
  })

  test.skipIf(process.platform === 'win32')('a link that leads nowhere costs one file', async () => {
    workspace(folders)
    symlinkSync('nowhere.txt', 'ocr/broken.txt')
    const { code, stdout, stderr } = await offprint(['audit', 'ocr', 'truth', '--rejects', 'rejects.jsonl'])
    expect(code).toBe(3)
    expect(stdout).toContain('2 pairs')
    expect(stderr.split('\n')).toContain(
      'offprint: cannot read ocr/broken.txt: no such file or folder [ERR_INPUT]',
    )
    expect(readFileSync('rejects.jsonl', 'utf8')).toContain('ocr/broken.txt')
  })

  test('of no pair there is no rate', async () => {
    workspace({ 'page.txt': TRUTH, 'articles/a.txt': OTHER, 'empty.jsonl': '\n' })
    for (const paths of [['page.txt', 'articles'], ['empty.jsonl']]) {
      const { code, stdout } = await offprint(['audit', ...paths])
      expect(code).toBe(3)
      expect(stdout).toMatch(/^0 pairs\n/)
      expect(stdout).toMatch(/whole texts +CER +– +– +– +– /)
      expect(stdout).not.toMatch(/\d %/)
      const json = await offprint(['audit', ...paths, '--json'])
      expect(
        JSON.parse(json.stdout.trim().split('\n').at(-1)!).summary.micro.whole.nothing.cer,
      ).toMatchObject({
        rate: null,
        percent: null,
      })
    }
  })

  test('as JSON: a line each, and the summary', async () => {
    workspace(folders)
    const { stdout } = await offprint(['audit', 'ocr', 'truth', '--json'])
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lines.map(({ name }) => name)).toEqual(['a', 'b', undefined])
    expect(lines[2].summary.pairs).toBe(2)
    expect(lines[2].unmatched).toEqual({ a: ['ocr/lonely.txt'], b: [] })
    const length = (i: number) => lines[i].rates.whole.nothing.cer.length
    expect(lines[2].summary.micro.whole.nothing.cer.length).toBe(length(0) + length(1))
  })

  test('OCR and truths side by side in one folder', async () => {
    const side = {
      'lines/1.gt.txt': 'Oats firm at nineteen shillings.\n',
      'lines/1.pred.txt': 'Oats firm at ninetecn shillings.\n',
      'lines/1.png': 'no text',
      'lines/2.gt.txt': 'Barley dull and little asked for.\n',
      'lines/2.pred.txt': 'Bar1ey dull and little asked for.\n',
    }
    workspace(side)
    const all = [
      ['audit', 'lines'],
      ['audit', 'lines', 'lines'],
      ['audit', 'lines', './lines', '--pair', '([0-9]+)'],
      ['audit', 'lines', '--ocr-suffix', '.pred.txt', '--truth-suffix', '.gt.txt'],
    ]
    for (const argv of all) {
      const { code, stdout, stderr } = await offprint([...argv, '--json'])
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
      const lines = stdout.trimEnd().split('\n')
      expect(lines.map((line) => JSON.parse(line).name)).toEqual(['1', '2', undefined])
    }
    workspace({ ...side, 'lines/3.gt.txt': 'a', 'lines/1.txt': 'b', 'lines/4.pred.txt': 'c' })
    const partly = await offprint(['audit', 'lines'])
    expect(partly.code).toBe(3)
    expect(partly.stderr).toBe(
      'offprint: lines/4.pred.txt has no partner [ERR_INPUT]\noffprint: lines/3.gt.txt has no partner [ERR_INPUT]\n',
    )
    // Other ends than those that are evident.
    expect((await offprint(['audit', 'lines', '--ocr-suffix', '.txt'])).stdout).toContain('1 pair\n')
  })

  test('what is not evident is asked for, by an option that helps', async () => {
    const said = async (files: Record<string, string>, ...argv: string[]) => {
      workspace({ 'empty/in/x': '', ...files })
      const { code, stderr } = await offprint(['audit', ...argv])
      expect(code).toBe(2)
      return stderr.replace(/^offprint: | \[ERR_\w+\]\n$/g, '')
    }
    expect(await said({ 'l/1.txt': 'a', 'l/2.txt': 'b' }, 'l')).toMatch(
      /do not tell which are truths; say .* --truth-suffix/,
    )
    expect(await said({ 'l/1.gt.txt': 'a', 'l/1.a.txt': 'b', 'l/1.b.txt': 'b' }, 'l', 'l')).toBe(
      'beside the truths (.gt.txt) of l stand texts that end in .a.txt, .b.txt; say which are the OCR with --ocr-suffix',
    )
    expect(await said({ 'l/1.gt.txt': 'a', 'l/1.png': 'b' }, 'l')).toMatch(
      /and no text beside them; name the folder of the OCR/,
    )
    expect(await said({ 'l/1.gt.txt': 'a' }, 'l', '--ocr-suffix', '.x')).toBe(
      'no file of l ends in .x; correct --ocr-suffix',
    )
    expect(await said({ 'l/1.gt.txt': 'a', 'l/2.txt': 'b' }, 'l', '--ocr-suffix', '.txt')).toMatch(
      /that end in \.txt and \.gt\.txt belong together/,
    )
    expect(await said({ 'a/1.txt': 'a', 'b/2.txt': 'b' }, 'a', 'b')).toMatch(
      /up to their first dot; name what they have in common with --pair$/,
    )
    expect(await said({ 'a.txt': 'a', 'b.txt': 'b' }, 'a.txt', 'b.txt', '--truth-suffix', '.txt')).toMatch(
      /^--truth-suffix matches the files of two folders/,
    )
    expect(await said({ 'a.txt': 'a' }, 'a.txt')).toMatch(/^name the truth as well; or only a folder/)
  })

  test('two folders whose names only their ends tell apart', async () => {
    workspace({
      'ocr/p.1.txt': OCR,
      'ocr/p.1.png': 'no text',
      'ocr/p.2.txt': OTHER,
      'truth/p.1.gt.txt': TRUTH,
      'truth/p.2.gt.txt': OTHER,
    })
    const { code, stdout } = await offprint(['audit', 'ocr', 'truth'])
    expect(code).toBe(0)
    expect(stdout).toContain('2 pairs')
  })

  test('METS: the files of two groups on each page', async () => {
    const alto = (text: string) =>
      `<alto><Layout><Page><TextBlock><TextLine>${text
        .split(' ')
        .map((word) => `<String CONTENT="${word}"/>`)
        .join('<SP/>')}</TextLine></TextBlock></Page></Layout></alto>`
    const group = (use: string, files: Record<string, string>) =>
      `<fileGrp USE="${use}">${Object.entries(files)
        .map(
          ([id, href]) =>
            `<file ID="${id}" MIMETYPE="application/alto+xml"><FLocat xlink:href="${href}"/></file>`,
        )
        .join('')}</fileGrp>`
    const pages = [1, 2, 3, 4].map(
      (n) => `<div TYPE="page" ID="P${n}"><fptr FILEID="g${n}"/><fptr FILEID="o${n}"/></div>`,
    )
    const groups = [
      group('OCR-D-GT-LINE', { g1: 'gt/1.xml', g2: 'gt/2.xml', g3: 'gt/3.xml', g4: 'gt/1.xml' }),
      group('OCR-D-OCR-TESS', { o1: 'ocr/1.xml', o3: '../../etc/passwd', o4: 'ocr/4.xml' }),
    ]
    const mets = `<mets xmlns:xlink="x"><fileSec>${groups.join('')}</fileSec><structMap TYPE="PHYSICAL"><div>${pages.join('')}</div></structMap></mets>`
    const work = {
      'work/gt/1.xml': alto(TRUTH),
      'work/ocr/1.xml': alto(OCR),
      'work/ocr/4.xml': '<alto><Layout>',
    }
    workspace({ ...work, 'work/mets.xml': mets })
    for (const given of ['work', 'work/mets.xml']) {
      const { code, stdout, stderr } = await offprint(['audit', given, '--json'])
      expect(code).toBe(3)
      expect(JSON.parse(stdout.split('\n')[0]!)).toMatchObject({ name: 'P1', relation: 'duplicate' })
      expect(stderr).toContain('gt/2.xml has no partner on its page')
      expect(stderr).toContain('page P3: ../../etc/passwd does not lie in the folder of the METS')
      expect(stderr).toContain('work/ocr/4.xml: line 1 of the ALTO: <Layout> is never closed')
    }
    // Groups that are not evident are listed, and can be named.
    workspace({ ...work, 'work/mets.xml': mets.replace('OCR-D-GT-LINE', 'OCR-D-SEG') })
    const unclear = await offprint(['audit', 'work'])
    expect(unclear.stderr).toContain(
      'work/mets.xml: no group is evidently the truth (groups: OCR-D-SEG, OCR-D-OCR-TESS); name one of them with --truth-suffix',
    )
    expect((await offprint(['audit', 'work', '--truth-suffix', 'SEG'])).stdout).toContain('1 pair\n')
  })

  test('by a pattern of their own', async () => {
    workspace({ 'ocr/p-12-v3.txt': OCR, 'truth/seite_12.txt': TRUTH })
    const none = await offprint(['audit', 'ocr', 'truth'])
    expect(none.code).toBe(2)
    expect(none.stderr).toContain('no file of ocr has a partner in truth (1 and 1 files)')
    expect((await offprint(['audit', 'ocr', 'truth', '--pair', '(\\d\\d)'])).code).toBe(0)
    expect((await offprint(['audit', 'ocr', 'truth', '--pair', '('])).stderr).toContain(
      'not a regular expression',
    )
  })

  test('a folder of reports with an index', async () => {
    workspace(folders)
    await offprint(['audit', 'ocr', 'truth', '--html', 'reports'])
    expect(readdirSync('reports').sort()).toEqual(['0001-a.html', '0002-b.html', 'index.html'])
    expect(readFileSync('reports/index.html', 'utf8')).toContain('href="0002-b.html"')
    expect(existsSync('reports.partial')).toBe(false)
    const again = await offprint(['audit', 'ocr', 'truth', '--html', 'reports'])
    expect(again.stderr).toContain('--html reports is a folder with files in it')
    expect((await offprint(['audit', 'ocr', 'truth', '--html', 'reports', '--force'])).code).toBe(3)
  })

  test('an index that names the files without a partner', async () => {
    workspace({ ...folders, 'ocr/alone.txt': OCR, 'truth/<lost>.txt': TRUTH })
    await offprint(['audit', 'ocr', 'truth', '--html', 'reports/', '--report-lang', 'de'])
    const index = readFileSync('reports/index.html', 'utf8')
    expect(index).toContain('Ohne Gegenstück')
    expect(index).toContain('<bdi>ocr/alone.txt</bdi>')
    expect(index).toContain('<bdi>truth/&lt;lost&gt;.txt</bdi>')
    workspace({ 'page.txt': page, 'articles/1.txt': article, 'articles/2.txt': SEEDS[2]! })
    await offprint(['audit', 'page.txt', 'articles', '--html', 'reports'])
    expect(readFileSync('reports/index.html', 'utf8')).toContain('<bdi>articles/2.txt</bdi>')
  })

  test('records with two fields, from a file or standard input', async () => {
    const records = [
      { id: 'x', ocr: { text: OCR }, truth: { text: TRUTH } },
      { id: 'y', ocr: { text: OTHER } },
      { id: 'z', ocr: { text: OTHER }, truth: { text: OTHER } },
    ]
    const lines = records.map((record) => JSON.stringify(record)).join('\n')
    workspace({ 'pairs.jsonl': lines })
    const flags = ['--ocr', 'ocr.text', '--truth', 'truth.text', '--json']
    const fromFile = await offprint(['audit', 'pairs.jsonl', ...flags])
    expect(fromFile.code).toBe(3)
    expect(fromFile.stderr).toMatch(
      /^offprint: pairs\.jsonl:2 has no string in the field "truth\.text"[^\n]*\n$/,
    )
    expect(fromFile.stdout.match(/^\{"name":"(x|z)"/gm)).toHaveLength(2)
    expect((await offprint(['audit', '-', ...flags], { stdin: lines })).stdout).toBe(fromFile.stdout)
    const unnamed = await offprint(['audit', 'pairs.jsonl', '--ocr', 'scan'])
    expect(unnamed.stderr).toContain(
      'has no field "scan"; name its field with --ocr (the record has id, ocr, truth)',
    )
  })

  test('a page and its articles', async () => {
    workspace({
      'page.txt': page,
      'articles/1.txt': article,
      'articles/2.txt': SEEDS[2]!,
      'articles/3.txt': SEEDS[3]!,
    })
    const { code, stdout, stderr } = await offprint(['audit', 'page.txt', 'articles', '--json'])
    expect(code).toBe(0)
    expect(stdout.match(/"name":"articles\/\d\.txt"/g)?.[0]).toBe('"name":"articles/1.txt"')
    expect(stderr).toContain('articles/2.txt: not found on the page\n')
    expect(stderr).toMatch(/\d+ characters of the page, in \d+ places?, stand in no article/)
  })
})

test.each([
  [['scan.txt'], 'name the truth as well'],
  [['-', '-'], 'standard input (-) can be read only once'],
  [['folder', 'truth.txt'], 'folder is a folder, so the truth must be one folder too'],
  [['scan.txt', 'missing.txt'], 'cannot read missing.txt: no such file or folder'],
  [['scan.txt', 'truth.txt', '--ocr', 'x'], 'name only that file'],
  [['scan.txt', 'truth.txt', '--pair', 'x'], '--pair matches the files of two folders'],
  [['folder', 'folder', '--aligned'], '--aligned shows one pair'],
  [['scan.txt', 'truth.txt', '--csv-separator', 'x'], 'Allowed: a comma'],
  [['scan.txt', 'truth.txt', '--report-lang', 'fr'], 'Allowed choices are en, de, zh'],
  [['scan.txt', 'truth.txt', '-o', 'truth.txt'], 'exists'],
])('audit %j is refused', async (argv, message) => {
  workspace({ ...pair, 'folder/a.txt': OCR })
  const { code, stdout, stderr } = await offprint(['audit', ...argv])
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toContain(message)
})

test('--stop-words counts errors of the words of a file apart, in each output', async () => {
  workspace({ ...pair, 'stop.txt': 'THE\n\n of \nwas\nby\nin\n', 'none.txt': '\n' })
  const argv = ['audit', 'scan.txt', 'truth.txt']
  const plain = await offprint(argv)
  expect(plain.stdout).not.toContain('stop words')
  const shown = await offprint([...argv, '--stop-words', 'stop.txt', '--csv', 'tables/', '--html', 'p.html'])
  expect(shown.stdout).toMatch(
    /\n +stop words +9\.09 % +1 of 11 words\n +other words +75\.00 % +6 of 8 words\n/,
  )
  expect(readFileSync('tables/summary.csv', 'utf8')).toMatch(
    /^stop words,in any order,.*\r?\nother words,in any order,/m,
  )
  expect(readFileSync('p.html', 'utf8')).toContain('Stop words as a bag')
  const { orderFree } = JSON.parse((await offprint([...argv, '--stop-words', 'stop.txt', '--json'])).stdout)
  expect(orderFree).toMatchObject({ stopWords: { length: 11 }, otherWords: { length: 8 } })
  const none = await offprint([...argv, '--stop-words', 'none.txt'])
  expect(none).toMatchObject({
    code: 2,
    stderr: 'offprint: none.txt has no stop words; write one a line [ERR_INPUT]\n',
  })
  expect((await offprint([...argv, '--stop-words', 'absent.txt'])).code).toBe(2)
})
