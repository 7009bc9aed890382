// Runs README and the guides against the installed package: what they show is what a user gets.
import { execFileSync, spawnSync } from 'node:child_process'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, inject, test } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
const project = inject('project')
const DOCS = '.github/docs'

/** A page that users read. */
interface Page {
  /** Relative to the root, with slashes. */
  readonly file: string
  readonly text: string
  /** Where its examples run, one after the other; `fixtures` leads to those of this project. */
  readonly folder: string
}

const pages = ['README.md', ...readdirSync(path.join(root, DOCS)).map((name) => `${DOCS}/${name}`)]
  .filter((file) => file.endsWith('.md'))
  .map((file): Page => {
    const folder = path.join(project, 'pages', path.basename(file, '.md'))
    mkdirSync(folder, { recursive: true })
    symlinkSync(path.join(root, 'fixtures'), path.join(folder, 'fixtures'), 'junction')
    return { file, text: readFileSync(path.join(root, file), 'utf8'), folder }
  })
const readme = pages[0]!
const whole = pages.map(({ text }) => text).join('\n')

/** The fenced blocks of one language, and what stands behind the language. */
const blocks = ({ text }: Page, language: string) =>
  [...text.matchAll(new RegExp(`^\`\`\`${language}(?: (.+))?\n([^]*?)^\`\`\``, 'gm'))].map(
    ([, info, body]) => ({ info, body: body! }),
  )

/** What examples need besides offprint; `kafkajs` is what calls a recipe, `lmdb` is the store of an index. */
const FRAMEWORKS = [
  '@langchain/core',
  '@llamaindex/core',
  '@crawlee/cheerio',
  'kafkajs',
  'lmdb',
  'minhash',
  'string-similarity',
]
for (const name of FRAMEWORKS) {
  const link = path.join(project, 'node_modules', name)
  mkdirSync(path.dirname(link), { recursive: true })
  symlinkSync(path.join(root, 'node_modules', name), link, 'junction')
}

/** Crawlee says nothing and keeps what it crawls in memory. */
const env = { ...process.env, CRAWLEE_LOG_LEVEL: 'OFF', CRAWLEE_PERSIST_STORAGE: 'false' }

/** A recipe that exports something is for a framework to run, which `recipes/` has a driver for. */
const examples = pages.flatMap((page) =>
  blocks(page, 'js').map(({ body }, number) => ({
    title: `${page.file}, ${number + 1}: ${[...body.matchAll(/^import \{ (.*) \}/gm)].map(([, names]) => names).join(', ')}`,
    folder: page.folder,
    number,
    code: body,
    driver: body.match(/^export (?:const|async function) (\w+)/m)?.[1],
  })),
)

describe('README and guides', () => {
  // A block ```jsonl crawl.jsonl is a file that the examples of its page read.
  for (const page of pages) {
    for (const { info, body } of ['jsonl', 'json', 'csv', 'txt'].flatMap((language) =>
      blocks(page, language),
    ))
      if (info !== undefined) writeFileSync(path.join(page.folder, info), body)
  }

  test.each(examples)('$title', ({ folder, number, code, driver }) => {
    const expected = [...code.matchAll(/\/\/ → (.*)/g)].map((match) => match[1])
    expect(expected.length).toBeGreaterThan(0)
    const file = path.join(folder, `example-${number}.mjs`)
    writeFileSync(file, code)
    let run = file
    if (driver !== undefined) {
      run = path.join(folder, `drive-${driver}.mjs`)
      copyFileSync(path.join(root, 'tests/packed/recipes', `${driver}.mjs`), run)
    }
    const output = execFileSync(process.execPath, [run, file], { cwd: folder, encoding: 'utf8', env })
    expect(output.trim().split('\n')).toEqual(expected)
  })

  test('have a recipe for each package they name', () => {
    const { devDependencies } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'))
    for (const name of FRAMEWORKS) expect(devDependencies).toHaveProperty([name])
    expect(examples.map(({ driver }) => driver).filter(Boolean)).toEqual(['crawler', 'eachBatch'])
  })

  const shown = pages.flatMap(({ file, folder, ...page }) =>
    blocks({ file, folder, ...page }, 'console').map(({ body }) => ({ file, folder, body })),
  )
  test.each(shown)('console block of $file', ({ folder, body }) => {
    const bin = path.join(project, 'node_modules/offprint/dist/cli.js')
    for (const [, command, output] of body.matchAll(/^\$ (.+)\n((?:(?!\$ ).*\n)*)/gm)) {
      const [name, ...args] = command!.split(' ')
      expect(name).toBe('offprint')
      const run = spawnSync(process.execPath, [bin, ...args], { cwd: folder, encoding: 'utf8' })
      expect(run.status, run.stderr).toBe(0)
      expect(run.stdout.trim()).toBe(output!.trim())
    }
  })

  test('define every class of edit', async () => {
    const { EDIT_CLASSES } = await import('../../src/compare/classes.js')
    for (const editClass of EDIT_CLASSES) expect(whole).toContain(`| \`${editClass}\``)
  })

  test('state every code of a decision, and its sentence', async () => {
    const { reasonOf, REMOVAL_CODES, isRemoval } = await import('../../src/dedupe/reason.js')
    const rows = [...whole.matchAll(/^\| `([a-z-]+)` +\| (goes|stays): .*?\| (.*?) *\|$/gm)]
    expect(rows.map(([, code]) => code)).toEqual([...REMOVAL_CODES])
    for (const [, code, fate, reason] of rows as unknown as [
      string,
      (typeof REMOVAL_CODES)[number],
      string,
      string,
    ][]) {
      expect(fate).toBe(isRemoval(code) ? 'goes' : 'stays')
      // The examples above the table show the sentences that quote or name something.
      if (code === 'nothing-lost' || code === 'content') expect(whole).toContain(`| ${code} | ${reason}`)
      else expect(reason).toBe(reasonOf(code))
    }
  })

  test('name scripts, records and benchmarks that exist', () => {
    const { scripts } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'))
    for (const [, script] of whole.matchAll(/npm run ([\w:]+)/g)) expect(scripts).toHaveProperty([script])
    for (const [, record] of whole.matchAll(/benchmarks\/record\/(\w+\.md)/g))
      expect(existsSync(path.join(root, 'benchmarks/record', record!)), record).toBe(true)
    for (const [, name] of whole.matchAll(/benchmarks\/run\.mjs ([a-z]+)/g))
      expect(existsSync(path.join(root, 'benchmarks', `${name}.bench.ts`)), name).toBe(true)
  })
})

describe('README', () => {
  test('is short, and leads to every guide', () => {
    expect(readme.text.split('\n').length).toBeLessThanOrEqual(201)
    for (const { file } of pages.slice(1)) expect(readme.text, file).toContain(`](${file}`)
  })

  test('says how to install it on the first screen, and how to run demo and tests', () => {
    const line = readme.text.split('\n').findIndex((one) => one.startsWith('npm install'))
    expect(line).toBeLessThan(40)
    for (const command of ['npm ci && npm run demo', 'npm ci && npm test'])
      expect(readme.text).toContain(command)
  })

  test('has no number in its table that was not measured', () => {
    const record = readFileSync(path.join(root, 'benchmarks/record/minhash.md'), 'utf8')
    const [, table] = readme.text.match(/^(\| what goes[^]*?)^$/m)!
    const cells = table!.match(/^\| (?!-).*/gm)!.slice(1)
    expect(cells.length).toBe(6)
    for (const row of cells) {
      for (const cell of row.split('|').slice(2, -1))
        expect(record, row).toMatch(new RegExp(`\\b${cell.replaceAll('*', '').trim()}\\b`))
    }
  })
})

describe('a link of README and the guides', () => {
  /** The anchor of a heading, as GitHub makes it. */
  const anchor = (heading: string) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-')
  const anchors = (text: string) =>
    [...text.replace(/^```[^]*?^```/gm, '').matchAll(/^#+ (.+)$/gm)].map(([, heading]) => anchor(heading!))

  const links = pages.flatMap(({ file, text }) =>
    [...text.replace(/^```[^]*?^```/gm, '').matchAll(/\]\(([^)]+)\)/g)].map(([, target]) => ({
      file,
      target: target!,
    })),
  )
  test.each(links)('of $file, $target, leads somewhere', ({ file, target }) => {
    if (target.startsWith('https:')) return
    const [relative, fragment] = target.split('#')
    const found = path.posix.join(path.posix.dirname(file), relative || path.posix.basename(file))
    expect(existsSync(path.join(root, found)), found).toBe(true)
    if (fragment !== undefined)
      expect(anchors(readFileSync(path.join(root, found), 'utf8'))).toContain(fragment)
  })

  test('lies in the package, if it leads into the project', () => {
    const installed = path.join(project, 'node_modules/offprint')
    for (const { file, target } of links.filter(({ target: one }) => !/^(https:|#)/.test(one))) {
      const found = path.posix.join(path.posix.dirname(file), target.split('#')[0]!)
      expect(existsSync(path.join(installed, found)), found).toBe(true)
    }
  })
})

describe('a name in README and the guides', () => {
  const dist = path.join(project, 'node_modules/offprint/dist')
  const declared = new Set(
    readdirSync(dist)
      .filter((file) => file.endsWith('.d.ts'))
      .flatMap((file) => readFileSync(path.join(dist, file), 'utf8').match(/\w+/g) ?? []),
  )

  // `compareTexts`, `compare(a, b)`: what looks like a name of the library is one. Tables of what people wrote before name others.
  test.each(pages)('of $file is declared by the package', ({ text }) => {
    const prose = text
      .replace(/^```[^]*?^```/gm, '')
      .replace(/^(\|[^|]*)\|/gm, (row) => (text.includes('| you wrote') ? '|' : row))
    const names = [...prose.matchAll(/`(?:new )?([A-Za-z]\w*)(?:\([^`]*\))?(?:\.\w+)?`/g)]
      .filter(([code, name]) => code.includes('(') || /[a-z][A-Z]/.test(name!))
      .map(([, name]) => name!)
    expect(names.filter((name) => !declared.has(name))).toEqual([])
  })
})
