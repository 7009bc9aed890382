import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dedupe, type DedupeOptions, type Verdict } from '../../src/dedupe/dedupe.js'
import { worker, type Answer, type Listener, type Threads } from '../../src/store/job.js'
import { lookAt } from '../../src/store/look.js'
import { packLooks, unpackLooks } from '../../src/store/packed-looks.js'
import { indexSettings } from '../../src/store/settings.js'
import { fileSpool } from '../../src/store/spool.node.js'
import { threads } from '../../src/store/threads.node.js'
import { noisy, random } from '../noise.js'

type Doc = { id: number; text: string }
type Options = DedupeOptions<Doc, number>
type Make = (listener: Listener) => Threads

/** Of six documents one is a noisy copy of an earlier one, one a part of it, one equal to it. */
function crawl(count: number, seed: number): Doc[] {
  const next = random(seed)
  const word = () =>
    Array.from({ length: 3 + next() * 6 }, () => String.fromCharCode(97 + next() * 26)).join('')
  const stories: string[] = []
  return Array.from({ length: count }, (_, id) => {
    const fresh = Array.from({ length: 160 }, word).join(' ')
    const earlier = stories[Math.floor(next() * stories.length)] ?? fresh
    if (id % 6 === 1) return { id, text: noisy(earlier, 0.05, random(id)).copy }
    if (id % 6 === 2) return { id, text: earlier.slice(100, 700) }
    if (id % 6 === 3) return { id, text: earlier }
    stories.push(fresh)
    return { id, text: fresh }
  })
}

// Threads begin after half a million characters.
const docs = crawl(900, 5)
const folder = mkdtempSync(path.join(tmpdir(), 'offprint-threads-'))
const file = path.join(folder, 'thread.mjs')
beforeAll(async () => {
  const source = 'src/store/thread.node.ts'
  await build({ entryPoints: [source], outfile: file, bundle: true, platform: 'node', format: 'esm' })
})
afterAll(() => rmSync(folder, { recursive: true }))

async function verdictsOf(
  options: Options,
  make?: Make,
  source: Doc[] = docs,
): Promise<Verdict<Doc, number>[]> {
  const verdicts: Verdict<Doc, number>[] = []
  const given = dedupe<Doc, number>(() => source, { ...options, ...(make && { threads: make }) })
  for await (const verdict of given) verdicts.push(verdict)
  return verdicts
}

/** Counts the comparisons that threads answer. */
function counted(make: Make): { make: Make; answered: () => number; closed: () => boolean } {
  let comparisons = 0
  let closed = false
  return {
    make(listener) {
      const made = make({
        ...listener,
        answered(thread, answer) {
          comparisons += answer.comparisons.length
          listener.answered(thread, answer)
        },
      })
      return {
        ...made,
        async close() {
          closed = true
          await made.close()
        },
      }
    },
    answered: () => comparisons,
    closed: () => closed,
  }
}

/** Two that do their jobs here, when `may` lets them; after so many jobs the first one ends. */
function threadsHere(may: () => boolean, jobs = Infinity): Make {
  return (listener) => {
    const work = worker()
    const waiting: { thread: number; answer: Answer }[] = []
    let left = jobs
    const give = () => {
      const one = waiting.shift()
      if (one !== undefined) listener.answered(one.thread, one.answer)
    }
    return {
      count: 2,
      post(thread, job) {
        if (thread === 0 && left-- === 0) listener.ended(0)
        if (thread === 0 && left < 0) return
        waiting.push({ thread, answer: structuredClone(work(job)) })
      },
      poll: () => void (may() && give()),
      wait: async () => give(),
      breathe: async () => {},
      close: async () => {},
    }
  }
}

const variants: [string, Options][] = [
  ['alone', {}],
  ['with edits', { edits: true }],
  ['within a limit of memory', { memory: 2 ** 20, spool: fileSpool() }],
  ['against others', { against: crawl(300, 5).concat(crawl(100, 9)) }],
]

describe.each(['stream', 'batch'] as const)('%s', (mode) => {
  describe.each(variants)('%s', (name, variant) => {
    test('gives the same verdicts with any number of threads', async () => {
      const options: Options = { mode, ...variant }
      const alone = await verdictsOf(options)
      expect(alone.filter(({ kept }) => !kept).length).toBeGreaterThan(200)
      for (const count of name === 'alone' ? [0, 1, 2, 4] : [2]) {
        const watched = counted(threads(count, pathToFileURL(file)))
        expect(await verdictsOf(options, watched.make)).toEqual(alone)
        expect(watched.closed()).toBe(true)
      }
    })
  })

  test('gives the same verdicts however late answers come, and when a thread ends', async () => {
    const alone = await verdictsOf({ mode })
    const next = random(3)
    for (const [may, jobs] of [
      [() => true, Infinity],
      [() => false, Infinity],
      [() => next() < 0.3, Infinity],
      [() => next() < 0.3, 3],
      [() => true, 0],
    ] as const) {
      const watched = counted(threadsHere(may, jobs))
      expect(await verdictsOf({ mode }, watched.make)).toEqual(alone)
      expect(watched.answered()).toBeGreaterThan(0)
    }
  })

  test('does without threads that fail', async () => {
    const alone = await verdictsOf({ mode })
    const failing = path.join(folder, 'failing.mjs')
    writeFileSync(
      failing,
      `import { workerData } from 'node:worker_threads'\nworkerData.on('message', () => { throw new Error('no') })\n`,
    )
    expect(await verdictsOf({ mode }, threads(2, pathToFileURL(failing)))).toEqual(alone)
    expect(await verdictsOf({ mode }, threads(2, pathToFileURL(path.join(folder, 'none.mjs'))))).toEqual(
      alone,
    )
  })

  test('leaves no thread behind when it is stopped', async () => {
    const controller = new AbortController()
    const { signal } = controller
    const watched = counted(threads(2, pathToFileURL(file)))
    const reason = new Error('enough')
    const run = async () => {
      let given = 0
      const options: Options = { mode, threads: watched.make, signal }
      for await (const { kept } of dedupe<Doc, number>(() => docs, options)) {
        if (typeof kept === 'boolean' && ++given === 700) controller.abort(reason)
      }
    }
    await expect(run()).rejects.toBe(reason)
    expect(watched.closed()).toBe(true)

    const left = counted(threads(2, pathToFileURL(file)))
    let given = 0
    for await (const { kept } of dedupe<Doc, number>(() => docs, { mode, threads: left.make })) {
      if (typeof kept === 'boolean' && ++given === 700) break
    }
    expect(left.closed()).toBe(true)
  })
})

test('threads answer comparisons before they are asked for', async () => {
  const watched = counted(threads(2, pathToFileURL(file)))
  await verdictsOf({}, watched.make, crawl(3000, 6))
  expect(watched.answered()).toBeGreaterThan(100)
})

test('a source that waits for each verdict is not waited for', async () => {
  let given = 0
  async function* source(): AsyncGenerator<Doc> {
    for (const [i, doc] of docs.entries()) {
      if (i > 600) {
        while (given < i) await new Promise((resolve) => setTimeout(resolve))
      }
      if (i === 640) return
      yield doc
    }
  }
  for await (const { kept } of dedupe<Doc, number>(source(), { threads: threadsHere(() => true) })) {
    if (typeof kept === 'boolean') given++
  }
  expect(given).toBe(640)
})

test('what cannot be read is told in its turn, and what the source throws comes last', async () => {
  const broken = docs.map((doc) =>
    doc.id % 50 === 49 ? { id: doc.id, text: null as unknown as string } : doc,
  )
  const events = async (make?: Make) => {
    const told: string[] = []
    function* source(): Generator<Doc> {
      yield* broken
      throw new Error('the disk is gone')
    }
    const options: Options = {
      ...(make && { threads: make }),
      onError: (_, { id }) => told.push(`failed ${id}`),
    }
    try {
      for await (const { document } of dedupe<Doc, number>(source(), options))
        told.push(`given ${document.id}`)
    } catch (error) {
      told.push((error as Error).message)
    }
    return told
  }
  const alone = await events()
  expect(alone).toContain('failed 849')
  expect(alone.at(-1)).toBe('the disk is gone')
  expect(await events(threadsHere(() => true))).toEqual(alone)
})

test('looks are packed and unpacked without loss', () => {
  const { keeping } = indexSettings({})
  const texts = ['', 'short', '新华社北京电', 'Ж'.repeat(90), ...docs.slice(0, 20).map(({ text }) => text)]
  const looks = texts.map((text) => lookAt(text, keeping))
  const unpacked = unpackLooks(packLooks(looks), texts, keeping.slots, keeping.banding.bands)
  unpacked.forEach((look, i) => {
    expect({ ...look, folded: look.folded }).toEqual(looks[i])
  })
})
