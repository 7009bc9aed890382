// Two writers of one folder: two indexes of one process, two processes, and processes that are killed.
import { spawn } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openIndex, saveIndex } from '../../src/node.js'
import { DuplicateIndex } from '../../src/store/duplicate-index.js'
import { random } from '../noise.js'
import { SEEDS } from '../seeds.js'

const work = mkdtempSync(path.join(tmpdir(), 'offprint-writers-'))
afterAll(() => rmSync(work, { recursive: true }))
let folders = 0
const newFolder = () => path.join(work, `index-${folders++}`)

const CHANGED = expect.objectContaining({ name: 'OffprintError', code: 'ERR_INDEX_CHANGED' }) as Error
const text = (i: number) => `Nr. ${i}: ${SEEDS[i % 5].slice(i, i + 400)}`

function age(file: string, seconds: number): void {
  const then = new Date(Date.now() - seconds * 1000)
  utimesSync(file, then, then)
}

/** A folder with an index of two documents. */
async function saved(): Promise<string> {
  const folder = newFolder()
  const index = new DuplicateIndex()
  for (let i = 0; i < 2; i++) index.add(`d${i}`, text(i))
  await saveIndex(index, folder)
  return folder
}

describe('two indexes of one process', () => {
  test('the second writer is refused, and neither loses anything', async () => {
    const folder = await saved()
    const [one, two] = [await openIndex(folder), await openIndex(folder)]
    one.add('one', text(10))
    two.add('two', text(11))
    await saveIndex(one, folder)
    const bytes = two.toBytes()
    await expect(saveIndex(two, folder)).rejects.toThrow(CHANGED)
    await expect(saveIndex(two, folder)).rejects.toThrow(/saved by somebody else since; open it anew/)
    expect(Buffer.compare(two.toBytes(), bytes)).toBe(0)
    expect(Buffer.compare((await openIndex(folder)).toBytes(), one.toBytes())).toBe(0)
    // Elsewhere it can be saved, and the first one goes on.
    await saveIndex(two, `${folder}-two`)
    expect((await openIndex(`${folder}-two`)).has('two')).toBe(true)
    one.add('three', text(12))
    await saveIndex(one, folder)
    expect((await openIndex(folder)).size).toBe(4)
    // Who opens it anew may save.
    const third = await openIndex(folder)
    third.add('two', text(11))
    await saveIndex(third, folder)
    await expect(saveIndex(one, folder)).rejects.toThrow(CHANGED)
  })

  test('of two that save at once one is refused; one index that saves twice at once is not', async () => {
    const folder = await saved()
    const both = [await openIndex(folder), await openIndex(folder)]
    both.forEach((index, i) => index.add(`both-${i}`, text(20 + i)))
    const results = await Promise.allSettled(both.map((index) => saveIndex(index, folder)))
    // Which of the two takes the lock first is not ours to say.
    const [winner, loser] = results[0].status === 'fulfilled' ? [0, 1] : [1, 0]
    expect(results[winner].status).toBe('fulfilled')
    expect(results[loser]).toEqual({ status: 'rejected', reason: CHANGED })
    const index = both[winner]
    // The file system may answer the second of two calls first.
    for (let i = 0; i < 5; i++) {
      const first = saveIndex(index, folder)
      index.add(`later-${i}`, text(30 + i))
      await Promise.all([first, saveIndex(index, folder)])
      expect((await openIndex(folder)).has(`later-${i}`)).toBe(true)
    }
  })

  test('a new index does not take the place of another, unless it is told to', async () => {
    const folder = await saved()
    const index = new DuplicateIndex()
    index.add('new', text(3))
    await expect(saveIndex(index, folder)).rejects.toThrow(/holds an index that this one was not opened from/)
    expect((await openIndex(folder)).size).toBe(2)
    await saveIndex(index, folder, { replace: true })
    expect((await openIndex(folder)).size).toBe(1)
    await saveIndex(index, folder)
    await expect(saveIndex(index, folder, { replaces: true } as object)).rejects.toMatchObject({
      code: 'ERR_ARGUMENT',
    })
  })

  test('what has gone cannot be lost: an index is saved again where its folder was removed', async () => {
    const folder = await saved()
    const index = await openIndex(folder)
    rmSync(folder, { recursive: true })
    await saveIndex(index, folder)
    expect((await openIndex(folder)).size).toBe(2)
  })
})

describe('openIndex with create', () => {
  test('gives a new index where there is none, and the index where there is one', async () => {
    const folder = newFolder()
    const index = await openIndex(folder, { create: true, mode: 'resemblance' })
    expect([index.size, existsSync(folder)]).toEqual([0, false])
    const other = await openIndex(folder, { create: true, mode: 'resemblance' })
    index.add('a', text(1))
    await saveIndex(index, folder)
    // Both were new: the second one is refused.
    await expect(saveIndex(other, folder)).rejects.toThrow(CHANGED)
    expect((await openIndex(folder, { create: true })).size).toBe(1)
    mkdirSync(`${folder}-empty`)
    expect((await openIndex(`${folder}-empty`, { create: true })).size).toBe(0)
  })

  test('a folder of other files is refused, and so is a file', async () => {
    const folder = newFolder()
    mkdirSync(folder)
    writeFileSync(path.join(folder, 'letter.txt'), '')
    await expect(openIndex(folder, { create: true })).rejects.toThrow(
      /holds no index, and is not empty \(letter.txt\)/,
    )
    await expect(openIndex(path.join(folder, 'letter.txt'), { create: true })).rejects.toMatchObject({
      code: 'ERR_INPUT',
    })
  })
})

describe('the lock of a folder', () => {
  const lock = (holder: object) => JSON.stringify({ host: hostname(), began: null, token: 't', ...holder })

  test.each([
    ['of a living process', lock({ pid: process.ppid }), 9000, true],
    ['of a process that died', lock({ pid: 2 ** 30 }), 0, false],
    ['of another machine, a moment ago', lock({ pid: 1, host: 'elsewhere' }), 30, true],
    ['of another machine, long silent', lock({ pid: 1, host: 'elsewhere' }), 90, false],
    ['cut short a moment ago', '{"pid":', 30, true],
    ['cut short long ago', '', 90, false],
  ])('%s', async (_, content, seconds, holds) => {
    const folder = await saved()
    const index = await openIndex(folder)
    const file = path.join(folder, 'lock.offprint')
    writeFileSync(file, content)
    age(file, seconds)
    const before = readdirSync(folder)
    if (holds) {
      await expect(saveIndex(index, folder)).rejects.toThrow(CHANGED)
      await expect(saveIndex(index, folder)).rejects.toThrow(file)
      expect(readFileSync(file, 'utf8')).toBe(content)
      expect(readdirSync(folder)).toEqual(before)
    } else {
      await saveIndex(index, folder)
      expect(readdirSync(folder)).toEqual(before.filter((name) => name !== 'lock.offprint'))
    }
  })

  test.runIf(existsSync('/proc/self/stat'))('of a process whose number another one has now', async () => {
    const folder = await saved()
    const index = await openIndex(folder)
    writeFileSync(path.join(folder, 'lock.offprint'), lock({ pid: process.ppid, began: '1' }))
    await saveIndex(index, folder)
  })
})

describe('processes', () => {
  const script = path.join(work, 'writer.mjs')
  beforeAll(() =>
    build({
      entryPoints: [fileURLToPath(new URL('index-writer.ts', import.meta.url))],
      outfile: script,
      bundle: true,
      platform: 'node',
      format: 'esm',
      logLevel: 'error',
    }),
  )

  /** Starts a writer; gives the ids that it said it saved, once it has ended. */
  function writer(folder: string, name: string, count: number, life?: number) {
    const child = spawn(process.execPath, [script, folder, name, String(count)])
    let told = ''
    let failed = ''
    child.stdout.on('data', (text) => (told += text))
    child.stderr.on('data', (text) => (failed += text))
    if (life !== undefined) {
      child.stdout.once('data', () => setTimeout(() => child.kill('SIGKILL'), life))
    }
    return new Promise<{ ids: string[]; killed: boolean }>((resolve, reject) => {
      child.on('close', (code, signal) => {
        if (code !== 0 && signal === null) reject(new Error(failed))
        else resolve({ ids: told.split('\n').filter(Boolean), killed: signal !== null })
      })
    })
  }

  test('two at once: each document that was saved is there', { timeout: 120_000 }, async () => {
    const folder = newFolder()
    const told = await Promise.all(['a', 'b'].map((name) => writer(folder, name, 40)))
    const index = await openIndex(folder)
    expect(index.size).toBe(80)
    for (const id of told.flatMap(({ ids }) => ids)) expect(index.has(id)).toBe(true)
  })

  test(
    'killed at random moments, twenty times: all that was saved is there',
    { timeout: 120_000 },
    async () => {
      const folder = newFolder()
      const next = random(5)
      const all: string[] = []
      let kills = 0
      for (let round = 0; round < 20; round++) {
        const { ids, killed } = await writer(folder, `r${round}`, 100_000, Math.floor(next() * 60))
        all.push(...ids)
        kills += Number(killed)
        const index = await openIndex(folder)
        for (const id of all) expect(index.has(id)).toBe(true)
        // At most one save of each round was done and could not be told any more.
        expect(index.size).toBeLessThanOrEqual(all.length + kills)
      }
      expect(kills).toBe(20)
      const index = await openIndex(folder)
      // What a kill left of a lock goes when it is old.
      for (const name of readdirSync(folder)) age(path.join(folder, name), 90)
      await saveIndex(index, folder)
      expect(readdirSync(folder).sort()).toEqual(
        index
          .parts()
          .map(({ name }) => `${name}.offprint`)
          .sort(),
      )
    },
  )
})
