import { describe, expect, expectTypeOf, test, vi } from 'vitest'
import type { OffprintError } from '../../src/kernel/errors.js'
import { dedupe, type DedupeOptions, type Verdict } from '../../src/dedupe/dedupe.js'
import type { Match } from '../../src/store/match.js'
import { noisy, random, TELLING } from '../noise.js'
import { permutations } from '../permutations.js'
import { TEXTS } from '../perturb.js'
import { SEEDS } from '../seeds.js'

interface Doc {
  id: string
  text: string
}

const docs = (...texts: string[]): Doc[] => texts.map((text, i) => ({ id: `d${i}`, text }))

async function all<T, Id>(verdicts: AsyncIterable<Verdict<T, Id>>): Promise<Verdict<T, Id>[]> {
  const list: Verdict<T, Id>[] = []
  for await (const verdict of verdicts) list.push(verdict)
  return list
}

type Removed = Extract<Verdict<Doc, string>, { kept: false }>

/** One line a verdict: `+ ties` for a document that was kept, `- keeper relation` for one that was not. */
async function told<T>(
  source: Iterable<T> | AsyncIterable<T>,
  options?: DedupeOptions<T, string | number>,
): Promise<string[]> {
  return (await all(dedupe(source, options))).map((verdict) =>
    verdict.kept
      ? ['+', ...verdict.tied.map(({ id, relation }) => `${id} ${relation}`)].join(' ')
      : `- ${verdict.keeper} ${verdict.match.relation}`,
  )
}

const TIDY =
  '种下梧桐树，引得凤凰来。国际科创合作网络越织越密，源于重庆科技创新开放新高地的加快打造，两江协同创新区也在加快建设。'
/** The same in traditional script, with a comma less: nothing that a reader would miss. */
const NOISY = TIDY.replaceAll('国际', '國際').replace('区也', '區也').replace('，', ' ')
/** English, and long enough that its noise can be measured. */
const LONG = TEXTS[3]
const noisyCopy = () => noisy(LONG, 0.04, random(3), TELLING).copy
const OTHER = SEEDS[2].slice(100, 400)

describe('the five seeds', () => {
  const source = SEEDS.map((text, id) => ({ id, text }))

  test('in every order: all come out once, in order, kept, and the article is tied to its page', async () => {
    for (const order of permutations(source)) {
      const verdicts = await all(dedupe(order))
      expect(verdicts.map(({ document }) => document)).toEqual(order)
      for (const verdict of verdicts) {
        expect(verdict.kept).toBe(true)
        const { id } = verdict.document
        const articleFirst = order.findIndex(({ id }) => id === 1) < order.findIndex(({ id }) => id === 0)
        const expected =
          id === 1 && !articleFirst ? ['0 contained'] : id === 0 && articleFirst ? ['1 contains'] : []
        expect((verdict.kept ? verdict.tied : []).map((tie) => `${tie.id} ${tie.relation}`)).toEqual(expected)
      }
    }
  })

  test('with contained documents removed, the article goes after its page and stays before it', async () => {
    const remove = { contained: true }
    // As the page prints it. In the article of the seeds two words are others, which its reader would miss.
    const article = { id: 1, text: source[1].text.replace('转移转化', '转化转化').replace('飞马', '飞鸟') }
    expect(await told([source[0], article, source[2]], { remove })).toEqual(['+', '- 0 contained', '+'])
    expect(await told([source[2], article, source[0]], { remove })).toEqual(['+', '+', '+ 1 contains'])
    const [, kept] = await all(dedupe([source[0], source[1]], { remove }))
    expect(kept.kept && kept.tied[0].decision.reason).toBe('kept: 移 / 化; 马 / 鸟')
  })
})

describe('removal', () => {
  test('drops later copies, exact and noisy, and names the keeper', async () => {
    const source = docs(TIDY, OTHER, NOISY, TIDY, OTHER)
    expect(await told(source)).toEqual(['+', '+', '- d0 duplicate', '- d0 duplicate', '- d1 duplicate'])
  })

  test('judges against kept documents only', async () => {
    // Each step resembles the one before, the last no longer the first.
    const steps = [0, 60, 120].map((from) => SEEDS[1].slice(200 + from, 700 + from))
    const remove = ({ relation, coverage }: Match<string | number>) =>
      relation === 'duplicate' && coverage.a >= 0.85
    expect(await told(docs(...steps), { remove })).toEqual(['+', '- d0 duplicate', '+ d0 overlaps'])
  })

  test('asks for coverage and identity only where they are set', async () => {
    const noisy = noisyCopy()
    const [, { match }] = (await all(dedupe(docs(LONG, noisy)))) as Removed[]
    const { identity, coverage } = match
    expect(identity).toBeLessThan(0.97)
    for (const [remove, kept, code] of [
      [{}, false, 'nothing-lost'],
      [{ identity }, false, 'nothing-lost'],
      [{ identity: identity + 0.001 }, true, 'identity'],
      [{ identity, coverage: coverage.a }, false, 'nothing-lost'],
      [{ coverage: Math.min(1, coverage.a + 0.001) }, coverage.a < 1, 'coverage'],
      [{ identity, coverage: undefined, contained: undefined }, false, 'nothing-lost'],
    ] as const) {
      const verdict = (await all(dedupe(docs(LONG, noisy), { remove })))[1]
      expect(verdict.kept).toBe(kept)
      const { decision } = verdict.kept ? verdict.tied[0] : verdict.match
      if (kept || code === 'nothing-lost') expect(decision).toMatchObject({ removed: !kept, code })
    }
  })

  test('the later document with more stays, and the one with less goes for it', async () => {
    const article = SEEDS[1].slice(0, 600)
    const longer = article + OTHER.slice(0, 80)
    expect(await told(docs(longer, article))).toEqual(['+', '- d0 duplicate'])
    expect(await told(docs(article, longer))).toEqual(['+', '+ d0 duplicate'])
  })

  test('by a function of the match, which sees the ids of the source', async () => {
    const seen: [id: unknown, relation: string][] = []
    const remove = (match: Match<string | number>) => {
      seen.push([match.id, match.relation])
      return match.relation === 'overlaps'
    }
    const overlapping = docs(SEEDS[1].slice(0, 800), SEEDS[1].slice(500, 1300), OTHER, OTHER)
    expect(await told(overlapping, { remove })).toEqual(['+', '- d0 overlaps', '+', '+ d2 duplicate'])
    expect(seen).toEqual([
      ['d0', 'overlaps'],
      ['d2', 'duplicate'],
    ])
  })

  test('keeps bulletins whose figures differ', async () => {
    const bulletin = (where: string, size: string) =>
      `中国地震台网正式测定：${where}发生${size}级地震，震源深度10千米。`
    const source = docs(
      bulletin('西藏那曲市', '5.2'),
      bulletin('西藏那曲市', '4.8'),
      bulletin('西藏那曲市', '5.2'),
      'Zürich: heiter, 14 Grad, Wind 12 km/h',
      'Zürich: heiter, 17 Grad, Wind 12 km/h',
    )
    const lines = await told(source)
    expect(lines.map((line) => line[0])).toEqual(['+', '+', '-', '+', '+'])
    expect(lines[2]).toBe('- d0 duplicate')
  })

  test('relate moves the borders of relations', async () => {
    const [article, page] = [SEEDS[1], SEEDS[0]]
    expect(await told(docs(article, page))).toEqual(['+', '+ d0 contains'])
    expect(await told(docs(article, page), { relate: { coverage: 0.3 } })).toEqual(['+', '+ d0 duplicate'])
  })

  test('matches carry edits on request', async () => {
    const [, plain] = await all(dedupe(docs(TIDY, NOISY)))
    const [, named] = await all(dedupe(docs(TIDY, NOISY), { edits: true }))
    expect(plain).toMatchObject({ kept: false, match: { verified: true, relation: 'duplicate' } })
    expect(plain.kept ? plain.tied : plain.match).not.toHaveProperty('edits')
    expect(named).toMatchObject({
      match: { edits: [{ class: 'punctuation' }, { class: 'script' }, { class: 'script' }] },
    })
  })
})

describe('the source', () => {
  const source = docs(TIDY, NOISY, OTHER)
  const expected = ['+', '- d0 duplicate', '+']

  test('may be any iterable, sync or async', async () => {
    async function* generated() {
      yield* source
    }
    function* sync() {
      yield* source
    }
    const stream = new ReadableStream<Doc>({
      start(controller) {
        for (const document of source) controller.enqueue(document)
        controller.close()
      },
    })
    for (const each of [
      source,
      new Set(source),
      sync(),
      generated(),
      source.map((d) => Promise.resolve(d)),
      stream,
    ]) {
      expect(await told(each as Iterable<Doc>)).toEqual(expected)
    }
    expect(await told([])).toEqual([])
  })

  test('is read as verdicts are asked for, and closed when they no longer are', async () => {
    let read = 0
    let closed = false
    function* endless() {
      try {
        for (;;) yield { id: read++, text: SEEDS[read % 5] }
      } finally {
        closed = true
      }
    }
    for await (const { document } of dedupe(endless())) if (document.id === 3) break
    expect([read, closed]).toEqual([4, true])
  })

  test('may be strings, whose ids are their places', async () => {
    const verdicts = await all(dedupe([TIDY, OTHER, NOISY]))
    expect(verdicts.map(({ document }) => document)).toEqual([TIDY, OTHER, NOISY])
    expect(verdicts[2]).toMatchObject({ kept: false, keeper: 0 })
  })

  test('may leave ids out: then the place counts', async () => {
    expect(await told([{ text: OTHER }, { text: TIDY }, { text: NOISY }])).toEqual([
      '+',
      '+',
      '- 1 duplicate',
    ])
    expect(await told([{ id: null, text: TIDY }, { text: NOISY }])).toEqual(['+', '- 0 duplicate'])
  })

  test('may repeat ids, with the same text or another', async () => {
    const same = [TIDY, TIDY, OTHER, OTHER, NOISY].map((text) => ({ id: 'x', text }))
    expect(await told(same)).toEqual(['+', '- x duplicate', '+', '- x duplicate', '- x duplicate'])
  })

  test('may be of any shape, with selectors', async () => {
    const pages = [TIDY, OTHER, NOISY].map((body, i) => ({ url: `https://example.org/${i}`, body }))
    const places: number[] = []
    const verdicts = dedupe(pages, {
      id: (page, place) => {
        places.push(place)
        return page.url
      },
      text: (page) => page.body,
    })
    expectTypeOf(verdicts).toEqualTypeOf<AsyncIterable<Verdict<(typeof pages)[number], string>>>()
    const [, , third] = await all(verdicts)
    expect(third).toMatchObject({ document: pages[2], kept: false, keeper: 'https://example.org/0' })
    expect(places).toEqual([0, 1, 2])
  })

  test('may hold empty texts: they are kept and match nothing', async () => {
    expect(await told(['', '', '。！', ' \n'])).toEqual(['+', '+', '+', '+'])
  })
})

describe('documents that cannot be read', () => {
  const bad: unknown[] = [null, undefined, 7, {}, { text: 5 }, { id: 'a', text: null }, ['text']]

  test('go to onError with their place, and the run goes on', async () => {
    const errors: [code: string, document: unknown, place: number][] = []
    const source = [{ text: TIDY }, ...bad, { text: NOISY }]
    const lines = await told(source, {
      onError: (error: OffprintError, document: unknown, place: number) =>
        errors.push([error.code, document, place]),
    })
    expect(lines).toEqual(['+', '- 0 duplicate'])
    expect(errors).toEqual(bad.map((document, i) => ['ERR_RECORD', document, i + 1]))
  })

  test('stop the run where there is no onError', async () => {
    for (const document of bad) {
      const verdicts = dedupe([{ text: TIDY }, document])[Symbol.asyncIterator]()
      expect(await verdicts.next()).toMatchObject({ value: { kept: true } })
      await expect(verdicts.next()).rejects.toMatchObject({
        code: 'ERR_RECORD',
        message: expect.stringMatching(/^document 1 has no usable text or id: text must be a string, got /),
      })
    }
  })

  test('are also those whose selectors fail, or give no id', async () => {
    const cause = new TypeError('no body')
    const options: DedupeOptions<string, string>[] = [
      {
        text: () => {
          throw cause
        },
      },
      { id: () => undefined as unknown as string },
    ]
    const messages: string[] = []
    for (const each of options) {
      const verdicts = dedupe([TIDY], { ...each, onError: (error) => messages.push(error.message) })
      expect(await all(verdicts)).toEqual([])
    }
    expect(messages).toEqual([
      'document 0 has no usable text or id: no body (options.text and options.id pick them)',
      'document 0 has no usable text or id: id must be a string or a number, got undefined (options.text and options.id pick them)',
    ])
    await expect(all(dedupe([TIDY], options[0]))).rejects.toMatchObject({ code: 'ERR_RECORD', cause })
  })

  test('errors of the source itself come through', async () => {
    // oxlint-disable-next-line require-yield
    function* broken(): Generator<string> {
      throw new Error('disk gone')
    }
    await expect(all(dedupe(broken(), { onError: () => {} }))).rejects.toThrow('disk gone')
  })
})

describe('reports of one form', () => {
  const report = (day: string, height: string, town = 'Dublin') =>
    `On ${day} May the water at the bridge of ${town} stood at ${height} centimetres above the mean of the year. The harbour ` +
    'was open, the ferries went as planned, and the wardens expect no change before the end of the week.'
  const source = docs(
    report('14', '312'),
    report('15', '298'),
    report('14', '312', 'Glasgow'),
    report('14', '312').replace('wardens', 'wardcns').replace('ferries', 'fcrries'),
  )

  test('a rule of scores alone calls them duplicates', async () => {
    const remove = ({ relation }: Match<string | number>) => relation === 'duplicate'
    expect(await told(source, { remove })).toEqual([
      '+',
      '- d0 duplicate',
      '- d0 duplicate',
      '- d0 duplicate',
    ])
  })

  test('what differs by a figure or a name is kept with its reason, and the copy with misread letters goes', async () => {
    const verdicts = await all(dedupe(source))
    expect(verdicts.map(({ kept }) => kept)).toEqual([true, true, true, false])
    const reasons = verdicts.map((verdict) =>
      verdict.kept
        ? verdict.tied.map(({ id, decision }) => `${id}: ${decision.reason}`)
        : verdict.match.decision.reason,
    )
    expect(reasons).toEqual([
      [],
      ['d0: kept: 15 / 14; 298 centimetres / 312 centimetres'],
      [
        'd0: kept: Glasgow / Dublin',
        'd1: kept: 14 / 15; Glasgow / Dublin; 312 centimetres / 298 centimetres',
      ],
      'nothing lost but misprints',
    ])
  })
})

test('progress counts documents, removals and what could not be read', async () => {
  const progress: string[] = []
  await told([{ text: TIDY }, null, { text: TIDY }, { text: OTHER }], {
    onError: () => {},
    onProgress: ({ stage, documents, removed, skipped, bytes }) => {
      expect(bytes).toBeGreaterThan(0)
      progress.push(`${stage} ${documents} ${removed} ${skipped}`)
    },
  })
  expect(progress).toEqual(['giving 1 0 0', 'giving 2 1 1', 'giving 3 1 1'])
})

describe('the signal', () => {
  test('stops the run with its reason', async () => {
    const controller = new AbortController()
    const reason = new Error('enough')
    const kept: unknown[] = []
    const run = async () => {
      for await (const verdict of dedupe([TIDY, OTHER, SEEDS[3]], { signal: controller.signal })) {
        kept.push(verdict.document)
        if (kept.length === 2) controller.abort(reason)
      }
    }
    await expect(run()).rejects.toBe(reason)
    expect(kept).toEqual([TIDY, OTHER])
  })

  test('that was given before reads nothing', async () => {
    let read = 0
    function* counted() {
      read++
      yield TIDY
    }
    await expect(all(dedupe(counted(), { signal: AbortSignal.abort() }))).rejects.toMatchObject({
      name: 'AbortError',
    })
    expect(read).toBe(0)
  })

  test('need not wait for a source that waits', async () => {
    const controller = new AbortController()
    const reason = new Error('enough')
    let returned = 0
    const idle: AsyncIterable<string> = {
      [Symbol.asyncIterator]: () => ({
        next: () => new Promise(() => {}),
        return: () => new Promise(() => returned++),
      }),
    }
    const run = all(dedupe(idle, { signal: controller.signal }))
    setTimeout(() => controller.abort(reason))
    await expect(run).rejects.toBe(reason)
    expect(returned).toBe(1)
  })

  test('given between two documents waits until the source is closed', async () => {
    const controller = new AbortController()
    const events: string[] = []
    async function* source() {
      try {
        yield TIDY
        await new Promise(() => {})
      } finally {
        await new Promise((done) => setTimeout(done))
        events.push('closed')
      }
    }
    const run = async () => {
      for await (const _verdict of dedupe(source(), { signal: controller.signal })) controller.abort()
    }
    await run().catch((error: Error) => events.push(error.name))
    expect(events).toEqual(['closed', 'AbortError'])
  })

  test('changes nothing else: order, errors, closing, no listener left', async () => {
    const { signal } = new AbortController()
    const added = vi.spyOn(signal, 'addEventListener')
    const removed = vi.spyOn(signal, 'removeEventListener')
    const source = (fail: boolean) =>
      (async function* () {
        try {
          yield* [TIDY, OTHER]
          if (fail) throw new Error('connection lost')
        } finally {
          closed++
        }
      })()
    let closed = 0
    const verdicts = await all(dedupe(source(false), { signal }))
    expect(verdicts.map(({ document }) => document)).toEqual([TIDY, OTHER])
    await expect(all(dedupe(source(true), { signal }))).rejects.toThrow('connection lost')
    for await (const _verdict of dedupe(source(true), { signal })) break
    expect(closed).toBe(3)
    expect(added).toHaveBeenCalledTimes(3)
    expect(removed).toHaveBeenCalledTimes(3)
  })
})

describe('options', () => {
  // Checked at the call, before anything is read.
  const refused: [options: unknown, message: string][] = [
    [null, 'options must be an object, got null'],
    [
      { threshold: 0.7 },
      'options.threshold is not an option; known options are id, text, relate, remove, edits, mode, keep, date, source, preferred, cluster, against, decided, memory, spool, secret, onEstimate, onProgress, signal, onError',
    ],
    [{ id: 'url' }, 'options.id must be a function, got "url"'],
    [{ mode: 'fast' }, "options.mode must be 'stream' or 'batch', got \"fast\""],
    [{ keep: 'longest' }, 'options.keep must be left out unless mode is \'batch\', got "longest"'],
    [{ cluster: 'connected' }, 'options.cluster must be left out unless mode is \'batch\', got "connected"'],
    [
      { mode: 'batch', keep: 'best' },
      "options.keep must be one of 'first', 'longest', 'newest', 'cleanest', 'preferred', or a function, got \"best\"",
    ],
    [{ mode: 'batch', cluster: 'chain' }, "options.cluster must be 'star' or 'connected', got \"chain\""],
    [{ mode: 'batch', keep: 'newest' }, "options.date must be given where keep is 'newest', got undefined"],
    [
      { mode: 'batch', date: () => 0 },
      "options.date must be left out unless keep is 'newest', got a function",
    ],
    [
      { mode: 'batch', keep: 'preferred', source: () => '', preferred: [1] },
      'options.preferred must be an array of strings, best first, got an array',
    ],
    [
      { keepSiblings: false },
      'options.keepSiblings is no longer an option: a report that only looks alike is always kept; leave it out, or give a function as options.remove that removes it',
    ],
    [
      { keepIfNumbersDiffer: true },
      'options.keepIfNumbersDiffer is no longer an option: a document with another number is always kept; leave it out',
    ],
    [{ against: 'old' }, 'options.against must be a DuplicateIndex, or an iterable of documents, got "old"'],
    [{ memory: 1000 }, 'options.memory must be a whole number of 524288 or more, got 1000'],
    [{ onProgress: true }, 'options.onProgress must be a function, got true'],
    [{ text: 'body' }, 'options.text must be a function, got "body"'],
    [{ onError: true }, 'options.onError must be a function, got true'],
    [{ remove: 'duplicate' }, 'remove must be an object, got "duplicate"'],
    [{ remove: null }, 'remove must be an object, got null'],
    [
      { remove: { threshold: 1 } },
      'remove.threshold is not an option; known options are contained, coverage, identity',
    ],
    [{ remove: { coverage: 1.1 } }, 'remove.coverage must be a number from 0 to 1, got 1.1'],
    [{ remove: { identity: -1 } }, 'remove.identity must be a number from 0 to 1, got -1'],
    [{ remove: { contained: 1 } }, 'remove.contained must be true or false, got 1'],
    [
      { remove: { relations: ['duplicate'] } },
      "remove.relations is no longer an option: set remove.contained to true where it had 'contained'",
    ],
    [
      { remove: { lost: 100 } },
      'remove.lost is no longer an option: a document goes only if its keeper lacks nothing of it; leave it out',
    ],
    [{ relate: { passage: 0 } }, 'relate.passage must be a number of 1 or more, got 0'],
    [
      { relate: { recall: 1 } },
      'relate.recall is not an option; known options are coverage, identity, passage',
    ],
  ]
  test.each(refused)('%j are refused', (options, message) => {
    expect(() => dedupe([], options as DedupeOptions<string, number>)).toThrow(
      expect.objectContaining({ code: 'ERR_ARGUMENT', message }),
    )
  })

  const sources: [source: unknown, shown: string][] = [
    [undefined, 'undefined'],
    ['a text', '"a text"'],
    [{ id: 1 }, 'an object'],
    [null, 'null'],
  ]
  test.each(sources)('a source of %j is refused', (source, shown) => {
    expect(() => dedupe(source as string[])).toThrow(
      `source must be an iterable or async iterable of documents, or a function that opens one, got ${shown}`,
    )
  })
})
