import { Readable, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { describe, expect, test } from 'vitest'
import type { Verdict } from '../../src/dedupe/dedupe.js'
import { dedupeStage, dedupeTransform } from '../../src/dedupe/stage.js'
import { SEEDS } from '../seeds.js'

interface Page {
  readonly url: string
  readonly body: string
}
const pages: Page[] = [SEEDS[1].slice(0, 400), SEEDS[2].slice(0, 400), SEEDS[1].slice(0, 400)].map(
  (body, i) => ({
    url: `https://example.org/${i}`,
    body,
  }),
)
const options = { id: (page: Page) => page.url, text: (page: Page) => page.body }
const line = (verdict: Verdict<Page, string>) =>
  verdict.kept
    ? `+ ${verdict.document.url.slice(-1)}`
    : `- ${verdict.document.url.slice(-1)} for ${verdict.keeper.slice(-1)}`
const expected = ['+ 0', '+ 1', '- 2 for 0']

describe('a step between async iterables', () => {
  test('of any kind', async () => {
    async function* crawled() {
      yield* pages
    }
    for (const source of [pages, crawled(), Readable.from(pages) as AsyncIterable<Page>]) {
      const lines: string[] = []
      for await (const verdict of dedupeStage(options)(source)) lines.push(line(verdict))
      expect(lines).toEqual(expected)
    }
  })

  test('each use begins anew', async () => {
    const stage = dedupeStage(options)
    for (let use = 0; use < 2; use++) {
      const lines: string[] = []
      for await (const verdict of stage(pages)) lines.push(line(verdict))
      expect(lines).toEqual(expected)
    }
  })

  test('refuses wrong options, and batches, where it is made', () => {
    expect(() => dedupeStage({ threshold: 1 } as never)).toThrow('options.threshold is not an option')
    for (const make of [dedupeStage, dedupeTransform]) {
      expect(() => make({ mode: 'batch' })).toThrow(expect.objectContaining({ code: 'ERR_SOURCE_ONCE' }))
    }
  })
})

/** The types of Node know no typed step here. */
function composed(documents: readonly unknown[]): Readable {
  return Readable.from(documents).compose(dedupeStage(options) as unknown as Readable) as unknown as Readable
}

describe('a Node stream', () => {
  test('is what pipeline makes of the step', async () => {
    const lines: string[] = []
    const sink = new Writable({
      objectMode: true,
      write(verdict: Verdict<Page, string>, _encoding, done) {
        lines.push(line(verdict))
        done()
      },
    })
    await pipeline(Readable.from(pages), dedupeStage(options), sink)
    expect(lines).toEqual(expected)
  })

  test('is what compose makes of it, and errors come through', async () => {
    const lines: string[] = []
    const stream = composed(pages)
    for await (const verdict of stream) lines.push(line(verdict as Verdict<Page, string>))
    expect(lines).toEqual(expected)
    const broken = composed([pages[0], {}])
    const bad = (async () => {
      for await (const _verdict of broken);
    })()
    await expect(bad).rejects.toMatchObject({ code: 'ERR_RECORD' })
  })
})

describe('a Web stream', () => {
  function streamOf(list: readonly Page[], onCancel?: (reason: unknown) => void): ReadableStream<Page> {
    let next = 0
    return new ReadableStream<Page>({
      pull(controller) {
        if (next < list.length) controller.enqueue(list[next++])
        else if (onCancel === undefined) controller.close()
        // Otherwise it never ends, and never gives more.
      },
      cancel: onCancel,
    })
  }

  async function lines(stream: ReadableStream<Verdict<Page, string>>, most = Infinity): Promise<string[]> {
    const reader = stream.getReader()
    const read: string[] = []
    while (read.length < most) {
      const { value, done } = await reader.read()
      if (done) break
      read.push(line(value))
    }
    if (most < Infinity) await reader.cancel('enough')
    return read
  }

  test('is piped through', async () => {
    expect(await lines(streamOf(pages).pipeThrough(dedupeTransform(options)))).toEqual(expected)
    expect(await lines(streamOf([]).pipeThrough(dedupeTransform(options)))).toEqual([])
  })

  test('cancelled, also while it waits for a document, tells its source', async () => {
    const reasons: unknown[] = []
    const source = streamOf(pages, (reason) => reasons.push(reason))
    expect(await lines(source.pipeThrough(dedupeTransform(options)), 2)).toEqual(expected.slice(0, 2))
    const waiting = streamOf([], (reason) => reasons.push(reason)).pipeThrough(dedupeTransform(options))
    const reader = waiting.getReader()
    const read = reader.read()
    await reader.cancel('enough')
    expect((await read).done).toBe(true)
    expect(reasons).toEqual(['enough', 'enough'])
  })

  test('reads no more than is asked for and one ahead', async () => {
    let pulled = 0
    const endless = new ReadableStream<Page>(
      {
        pull(controller) {
          controller.enqueue({ url: `u${pulled}`, body: SEEDS[pulled++ % 5] })
        },
      },
      { highWaterMark: 0 },
    )
    await lines(endless.pipeThrough(dedupeTransform(options)), 2)
    expect(pulled).toBeLessThanOrEqual(4)
  })

  test('errors on either side come through', async () => {
    const broken = new ReadableStream<Page>({
      start: (controller) => controller.error(new Error('connection lost')),
    })
    await expect(lines(broken.pipeThrough(dedupeTransform(options)))).rejects.toThrow('connection lost')
    const source = streamOf([pages[0], {} as Page])
    await expect(lines(source.pipeThrough(dedupeTransform(options)))).rejects.toMatchObject({
      code: 'ERR_RECORD',
    })
  })
})
