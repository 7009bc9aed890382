import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { splitmix32 } from '../../src/kernel/hash.js'
import {
  dedupe,
  type DedupeEstimate,
  type DedupeOptions,
  type DedupeProgress,
  type Verdict,
} from '../../src/dedupe/dedupe.js'
import { fileSpool } from '../../src/store/spool.node.js'
import { noisy, random } from '../noise.js'
import { countedSpools } from '../spool.js'

/** Words of random letters: no two documents share any but by intent. */
function story(next: () => number): string {
  let text = ''
  while (text.length < 1000) {
    for (let letters = 3 + (next() % 6); letters > 0; letters--)
      text += String.fromCharCode(97 + (next() % 26))
    text += ' '
  }
  return text
}

/** Of eight documents one is a noisy copy of an earlier one, one a part of it, one equal to it, and one is Cyrillic. */
function crawl(count: number): Doc[] {
  const next = splitmix32(9)
  const stories: string[] = []
  return Array.from({ length: count }, (_, i) => {
    const earlier = stories[next() % Math.max(1, stories.length)] ?? story(next)
    let text = story(next)
    if (i % 8 === 1) text = noisy(earlier, 0.04, random(i)).copy
    else if (i % 8 === 2) text = earlier.slice(200, 700)
    else if (i % 8 === 3) text = earlier
    else if (i % 8 === 4) text = text.replace(/[a-z]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0x3cf))
    if (i % 8 === 0 || i % 8 > 3) stories.push(text)
    return { id: `https://example.org/${i}`, text }
  })
}

type Doc = { id: string; text: string }
type Options = DedupeOptions<Doc, string>

async function run(
  source: () => Doc[],
  options: Options,
): Promise<{ verdicts: Verdict<Doc, string>[]; most: number }> {
  const verdicts: Verdict<Doc, string>[] = []
  let most = 0
  const onProgress = ({ bytes }: DedupeProgress) => {
    most = Math.max(most, bytes)
  }
  for await (const verdict of dedupe<Doc, string>(source, { ...options, onProgress })) verdicts.push(verdict)
  return { verdicts, most }
}

const docs = crawl(3000)
const source = () => docs
const modes: Options[] = [{ mode: 'stream' }, { mode: 'batch' }]

const free = new Map<Options, Promise<{ verdicts: Verdict<Doc, string>[]; most: number }>>()
/** Without a limit; once for all tests. */
function freely(mode: Options): Promise<{ verdicts: Verdict<Doc, string>[]; most: number }> {
  if (!free.has(mode)) free.set(mode, run(source, mode))
  return free.get(mode)!
}

describe.each(modes)('with an eighth of the memory it would take, %j', (mode) => {
  test('every verdict is the same, the limit holds, and what was spilled is given back', async () => {
    const free = await freely(mode)
    const memory = Math.floor(free.most / 8)
    const spools = countedSpools()
    const estimates: DedupeEstimate[] = []
    const tight = await run(source, {
      ...mode,
      memory,
      spool: spools.make,
      onEstimate: (estimate) => {
        expect(spools.opened).toBe(0)
        estimates.push(estimate)
      },
    })
    expect(tight.verdicts).toEqual(free.verdicts)
    expect(tight.verdicts.filter(({ kept }) => !kept).length).toBeGreaterThan(600)
    expect(tight.most).toBeLessThanOrEqual(memory)
    expect(spools.written).toBeGreaterThan(free.most / 2)
    expect(spools.closed).toBe(spools.opened)
    expect(estimates).toMatchObject([{ memory, spills: true }])
    expect(estimates[0].bytes).toBeGreaterThan(0)
  })
})

test('the estimate of a batch comes when all is read, and is near what it takes', async () => {
  const free = await freely(modes[1])
  const estimates: DedupeEstimate[] = []
  await run(source, { mode: 'batch', memory: 2 ** 30, onEstimate: (estimate) => estimates.push(estimate) })
  expect(estimates).toMatchObject([{ documents: docs.length, memory: 2 ** 30, spills: false }])
  expect(estimates[0].bytes / free.most).toBeGreaterThan(0.7)
  expect(estimates[0].bytes / free.most).toBeLessThan(2)
})

test('without a spool it stops and says what helps; with too little, too', async () => {
  for (const mode of modes) {
    await expect(run(source, { ...mode, memory: 2 ** 20 })).rejects.toMatchObject({
      code: 'ERR_INDEX_FULL',
      message: expect.stringMatching(
        /^\d+ documents do not fit into options.memory, 1048576 bytes; raise it, or give options.spool/,
      ),
    })
  }
  const endless = function* () {
    for (let id = 0; ; id++) yield { id: `${id}${'x'.repeat(2000)}`, text: `${id} some words` }
  }
  const spools = countedSpools()
  await expect(run(endless as never, { memory: 2 ** 20, spool: spools.make })).rejects.toMatchObject({
    code: 'ERR_INDEX_FULL',
    message: expect.stringContaining('a part of the tables has to stay in memory'),
  })
  expect(spools.closed).toBe(spools.opened)
})

describe('a file as a spool', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'offprint-test-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test('keeps verdicts, and is gone afterwards, also when the run was left early', async () => {
    const free = await freely(modes[0])
    const options: Options = { memory: 2 ** 20, spool: fileSpool(folder) }
    expect((await run(source, options)).verdicts).toEqual(free.verdicts)
    expect(readdirSync(folder)).toEqual([])
    let given = 0
    let seen: string[] = []
    for await (const _verdict of dedupe(source, options)) {
      if (++given < 1500) continue
      seen = readdirSync(folder)
      break
    }
    expect(seen.length).toBeGreaterThan(0)
    expect(readdirSync(folder)).toEqual([])
  })

  test('says which folder takes no file', async () => {
    const missing = path.join(folder, 'missing')
    await expect(run(source, { memory: 2 ** 20, spool: fileSpool(missing) })).rejects.toMatchObject({
      code: 'ERR_INPUT',
      message: expect.stringContaining(`${missing} takes no temporary file`),
    })
    expect(existsSync(missing)).toBe(false)
  })
})
