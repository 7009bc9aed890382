// The stage as a step of Web and of Node streams, as installed: order, backpressure, abort and errors in both directions.
import path from 'node:path'
import { Readable, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { pathToFileURL } from 'node:url'
import { describe, expect, inject, test } from 'vitest'
import type * as Offprint from '../../src/index.js'
import { SEEDS } from '../seeds.js'

const installed = path.join(inject('project'), 'node_modules/offprint/dist/index.js')
const { dedupeStage, dedupeTransform } = (await import(pathToFileURL(installed).href)) as typeof Offprint

type Verdict = Offprint.Verdict<string, string | number>

const NOTICE = SEEDS[1].slice(0, 400)
const OTHER = SEEDS[2].slice(0, 400)
const texts = [NOTICE, OTHER, NOTICE, `${OTHER}\n`]
const verdictsOf = ['kept', 'kept', 'goes for 0', 'goes for 1']
const told = (verdict: Verdict) => (verdict.kept ? 'kept' : `goes for ${verdict.keeper}`)
const reason = new Error('enough')
const turns = () => new Promise((done) => setTimeout(done))

/** A Web stream that gives these and then waits, or ends, or fails; says what was asked of it. */
function webSource(list: readonly unknown[], then: 'waits' | 'ends' | Error = 'ends') {
  const seen = { pulled: 0, cancelled: undefined as unknown }
  const stream = new ReadableStream<string>(
    {
      async pull(controller) {
        if (seen.pulled < list.length) controller.enqueue(list[seen.pulled++] as string)
        else if (then === 'ends') controller.close()
        else if (then !== 'waits') controller.error(then)
        else await new Promise(() => {})
      },
      cancel(why) {
        seen.cancelled = why
      },
    },
    { highWaterMark: 0 },
  )
  return { seen, stream }
}

/** The same as a Node stream. */
function nodeSource(list: readonly unknown[], then: 'waits' | 'ends' | Error = 'ends') {
  const seen = { pulled: 0 }
  const stream = new Readable({
    objectMode: true,
    highWaterMark: 1,
    read() {
      if (seen.pulled < list.length) this.push(list[seen.pulled++])
      else if (then === 'ends') this.push(null)
      else if (then !== 'waits') this.destroy(then)
    },
  })
  return { seen, stream }
}

/** Collects verdicts, one `step` for each. */
function sink(lines: string[], step: (done: (error?: Error) => void) => void = (done) => done()) {
  return new Writable({
    objectMode: true,
    highWaterMark: 1,
    write(verdict: Verdict, _encoding, done) {
      lines.push(told(verdict))
      step(done)
    },
  })
}

const endless = Array.from({ length: 1000 }, (_, i) => `${i} ${SEEDS[i % 5].slice(i, i + 80)}`)

describe('a Web stream', () => {
  test('is piped through and on', async () => {
    const lines: string[] = []
    const { stream } = webSource(texts)
    await stream
      .pipeThrough(dedupeTransform())
      .pipeTo(new WritableStream({ write: (verdict) => void lines.push(told(verdict)) }))
    expect(lines).toEqual(verdictsOf)
  })

  test('is read no faster than verdicts are', async () => {
    const { seen, stream } = webSource(endless)
    const reader = stream.pipeThrough(dedupeTransform()).getReader()
    for (let read = 1; read <= 5; read++) {
      await reader.read()
      await turns()
      expect(seen.pulled).toBeGreaterThanOrEqual(read)
      expect(seen.pulled).toBeLessThanOrEqual(read + 2)
    }
    await reader.cancel(reason)
    expect(seen.cancelled).toBe(reason)
  })

  test.each([
    ['given to the pipe', (signal: AbortSignal) => [{}, { signal }] as const],
    ['given to the stage', (signal: AbortSignal) => [{ signal }, {}] as const],
  ])('is aborted while its source waits, by a signal %s', async (_name, split) => {
    const controller = new AbortController()
    const [options, piping] = split(controller.signal)
    const { seen, stream } = webSource(texts, 'waits')
    const reader = stream.pipeThrough(dedupeTransform(options), piping).getReader()
    for (const expected of verdictsOf) expect(told((await reader.read()).value!)).toBe(expected)
    const next = reader.read()
    await turns()
    controller.abort(reason)
    await expect(next).rejects.toBe(reason)
    await turns()
    expect(seen.cancelled).toBe(reason)
  })

  test('written to by hand, answers the writer', async () => {
    const { writable, readable } = dedupeTransform<string>()
    const writer = writable.getWriter()
    const reader = readable.getReader()
    const written = writer.write(NOTICE)
    expect(told((await reader.read()).value!)).toBe('kept')
    await written
    const next = reader.read()
    await writer.abort(reason)
    await expect(next).rejects.toBe(reason)
  })

  test('brings errors of its source', async () => {
    const lines: string[] = []
    const { stream } = webSource(texts.slice(0, 2), reason)
    const into = new WritableStream<Verdict>({ write: (verdict) => void lines.push(told(verdict)) })
    await expect(stream.pipeThrough(dedupeTransform()).pipeTo(into)).rejects.toBe(reason)
    expect(lines).toEqual(['kept', 'kept'])
  })

  test('brings errors of the stage to both ends', async () => {
    const { seen, stream } = webSource([NOTICE, { title: 'no text' }, OTHER], 'waits')
    const reader = stream.pipeThrough(dedupeTransform()).getReader()
    await reader.read()
    const refusal: unknown = await reader.read().catch((error: unknown) => error)
    expect(refusal).toMatchObject({ code: 'ERR_RECORD' })
    await turns()
    expect(seen.cancelled).toBe(refusal)
  })

  test('brings errors of its sink to the source', async () => {
    const { seen, stream } = webSource(texts, 'waits')
    const full = new WritableStream({
      write() {
        throw reason
      },
    })
    await expect(stream.pipeThrough(dedupeTransform()).pipeTo(full)).rejects.toBe(reason)
    await turns()
    expect(seen.cancelled).toBe(reason)
  })
})

describe('a Node stream', () => {
  test('is a step of a pipeline', async () => {
    const lines: string[] = []
    await pipeline(nodeSource(texts).stream, dedupeStage(), sink(lines))
    expect(lines).toEqual(verdictsOf)
  })

  test('meets a Web stream', async () => {
    const lines: string[] = []
    const web = Readable.toWeb(Readable.from(texts)) as ReadableStream<string>
    const verdicts = web.pipeThrough(dedupeTransform())
    await pipeline(Readable.fromWeb(verdicts as never, { objectMode: true }), sink(lines))
    expect(lines).toEqual(verdictsOf)
  })

  test('is read no faster than its sink takes verdicts', async () => {
    const lines: string[] = []
    const { seen, stream } = nodeSource(endless)
    const controller = new AbortController()
    const ahead: number[] = []
    const slow = sink(lines, async (done) => {
      for (let turn = 0; turn < 3; turn++) await turns()
      ahead.push(seen.pulled - lines.length)
      if (lines.length === 10) controller.abort(reason)
      done()
    })
    const run = pipeline(stream, dedupeStage(), slow, { signal: controller.signal })
    await expect(run).rejects.toMatchObject({ name: 'AbortError' })
    expect(ahead).toHaveLength(10)
    expect(Math.max(...ahead)).toBeLessThanOrEqual(5)
  })

  test('is aborted while its source waits, by the signal of the pipeline', async () => {
    const controller = new AbortController()
    const lines: string[] = []
    const { stream } = nodeSource(texts, 'waits')
    const into = sink(lines, (done) => {
      if (lines.length === texts.length) setTimeout(() => controller.abort(reason))
      done()
    })
    const run = pipeline(stream, dedupeStage(), into, { signal: controller.signal })
    await expect(run).rejects.toMatchObject({ name: 'AbortError', cause: reason })
    expect(lines).toEqual(verdictsOf)
    expect([stream.destroyed, into.destroyed]).toEqual([true, true])
  })

  test('is aborted while its source waits, by the signal of the stage', async () => {
    const controller = new AbortController()
    const lines: string[] = []
    const { stream } = nodeSource(texts, 'waits')
    const into = sink(lines, (done) => {
      if (lines.length === texts.length) setTimeout(() => controller.abort(reason))
      done()
    })
    await expect(pipeline(stream, dedupeStage({ signal: controller.signal }), into)).rejects.toBe(reason)
    expect(lines).toEqual(verdictsOf)
    expect([stream.destroyed, into.destroyed]).toEqual([true, true])
  })

  test.each([
    ['its source', nodeSource(texts.slice(0, 2), reason).stream, undefined, reason],
    ['the stage', nodeSource([NOTICE, {}], 'waits').stream, undefined, { code: 'ERR_RECORD' }],
    ['its sink', nodeSource(texts, 'waits').stream, reason, reason],
  ])('brings errors of %s to both ends', async (_name, stream, refusal, expected) => {
    const into = sink([], (done) => done(refusal))
    await expect(pipeline(stream, dedupeStage(), into)).rejects.toMatchObject(expected)
    expect([stream.destroyed, into.destroyed]).toEqual([true, true])
  })
})
