import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compare, related } from '../../src/compare/compare.js'
import { DEFAULT_RELATE } from '../../src/compare/relation.js'
import { hashString } from '../../src/dedupe/account/tokens.js'
import { Lexicon } from '../../src/dedupe/lexicon.js'
import { ocrNoise } from '../../src/dedupe/noise.js'
import { dedupe, type DedupeOptions, type Verdict } from '../../src/dedupe/dedupe.js'
import type { KnownWord } from '../../src/dedupe/account/evidence.js'
import { removalRule } from '../../src/dedupe/removal.js'
import { fold, type FoldedText } from '../../src/text/fold.js'
import { naiveStars } from '../naive/batch.js'
import { noisy, random, TELLING } from '../noise.js'
import { TEXTS } from '../perturb.js'
import { SEEDS } from '../seeds.js'

interface Doc {
  readonly id: string
  readonly text: string
  readonly date?: string | number
  readonly paper?: string
}
type Options = DedupeOptions<Doc, string>

async function all<T, Id>(verdicts: AsyncIterable<Verdict<T, Id>>): Promise<Verdict<T, Id>[]> {
  const list: Verdict<T, Id>[] = []
  for await (const verdict of verdicts) list.push(verdict)
  return list
}

const batch = (docs: readonly Doc[], options: Options = {}) =>
  all(dedupe<Doc, string>(() => docs, { mode: 'batch', ...options }))

/** `+`, or `- keeper`, document by document. */
async function told(docs: readonly Doc[], options?: Options): Promise<string[]> {
  return (await batch(docs, options)).map((verdict) => (verdict.kept ? '+' : `- ${verdict.keeper}`))
}

const named = (...texts: string[]): Doc[] => texts.map((text, i) => ({ id: `d${i}`, text }))

const STORY = SEEDS[1].slice(0, 700)
const OTHER = SEEDS[2].slice(100, 700)
const noise = (text: string, rate: number, seed: number) => noisy(text, rate, random(seed), TELLING).copy

describe('the keeper of a cluster', () => {
  const short = STORY.slice(0, STORY.lastIndexOf('。', 660) + 1)
  // A credit makes a text longer, and nobody misses it.
  const credited = `${short}\n本报记者 李明`
  const docs: Doc[] = [
    { id: 'short', text: short, date: '2024-05-01', paper: 'web' },
    { id: 'noisy', text: noise(short, 0.04, 1), date: '2024-05-03T10:00:00Z', paper: 'scan' },
    { id: 'other', text: OTHER, date: '2020-01-01', paper: 'agency' },
    { id: 'long', text: credited, date: 'yesterday', paper: 'agency' },
  ]
  const cases: [name: string, options: Options, keeper: string][] = [
    ['first', {}, 'short'],
    ['longest', { keep: 'longest' }, 'long'],
    ['newest', { keep: 'newest', date: ({ date }) => date }, 'noisy'],
    ['cleanest', { keep: 'cleanest' }, 'short'],
    ['preferred', { keep: 'preferred', source: ({ paper }) => paper!, preferred: ['scan', 'web'] }, 'noisy'],
    [
      'preferred, another order',
      { keep: 'preferred', source: ({ paper }) => paper!, preferred: ['web', 'scan'] },
      'short',
    ],
    [
      'preferred, none of the list',
      { keep: 'preferred', source: ({ paper }) => paper!, preferred: ['radio'] },
      'long',
    ],
    ['a function', { keep: (given) => given.find(({ paper }) => paper === 'scan')! }, 'noisy'],
  ]
  test.each(cases)('%s', async (_name, options, keeper) => {
    const expected = docs.map(({ id }) => (id === keeper || id === 'other' ? '+' : `- ${keeper}`))
    expect(await told(docs, options)).toEqual(expected)
  })

  test('newest: dates of every kind, what is none comes last, of equal dates the longer', async () => {
    const at = (dates: (string | number | Date | null | undefined)[]) =>
      told(
        dates.map((date, i) => ({ id: `d${i}`, text: i === 0 ? short : credited, date: date as string })),
        { keep: 'newest', date: ({ date }) => date },
      )
    expect(await at(['2024-05-02', '2024-05-01', 'soon'])).toEqual(['+', '- d0', '- d0'])
    expect(await at([new Date(5), 7, 6])).toEqual(['- d1', '+', '- d1'])
    expect(await at([null, undefined, '1999'])).toEqual(['- d2', '- d2', '+'])
    expect(await at(['2024-05-01', '2024-05-01'])).toEqual(['- d1', '+'])
    // No zone is UTC, on every machine.
    expect(await at(['2024-05-01T00:30:00+01:00', '2024-05-01 00:00'])).toEqual(['- d1', '+'])
    expect(await at(['Wed, 01 May 2024 10:00:00 GMT', '2024-05-01'])).toEqual(['+', '- d0'])
  })

  test('a function is given the documents of each cluster, and must return one of them', async () => {
    const given: string[][] = []
    const keep = (documents: readonly Doc[]) => {
      given.push(documents.map(({ id }) => id).sort())
      return documents[0]
    }
    await told([...docs, { id: 'again', text: OTHER }], { keep })
    expect(given.sort()).toEqual([
      ['again', 'other'],
      ['long', 'noisy', 'short'],
    ])
    await expect(told(docs, { keep: () => ({ id: 'x', text: '' }) })).rejects.toMatchObject({
      code: 'ERR_ARGUMENT',
      message: 'options.keep must return one of the documents it was given',
    })
  })

  test('clusters are numbered as they come out', async () => {
    const numbers = (
      await batch([
        docs[2],
        docs[0],
        docs[1],
        { id: 'again', text: OTHER },
        { id: 'lone', text: SEEDS[3].slice(0, 400) },
      ])
    ).map(({ cluster }) => cluster)
    expect(numbers).toEqual([0, 1, 1, 0, undefined])
  })
})

describe('how far a cluster reaches', () => {
  // Each step matches the one before, the last no longer the first.
  const steps = [0, 60, 120].map((from) => SEEDS[1].slice(200 + from, 700 + from))
  const remove: Options['remove'] = ({ relation, coverage }) => relation === 'duplicate' && coverage.a >= 0.85
  const options: Options = { remove }

  test('star: each that goes matches its keeper itself', async () => {
    expect(await told(named(...steps), options)).toEqual(['+', '- d0', '+'])
  })

  test('connected: what matches a member goes too, and its match names the member', async () => {
    const verdicts = await batch(named(...steps), { ...options, cluster: 'connected' })
    expect(verdicts).toMatchObject([
      { kept: true, cluster: 0 },
      { kept: false, keeper: 'd0', match: { id: 'd0', relation: 'duplicate' }, cluster: 0 },
      { kept: false, keeper: 'd0', match: { id: 'd1', relation: 'duplicate' }, cluster: 0 },
    ])
  })

  test('a cluster of more copies than are aligned each has one keeper, whoever chooses', async () => {
    const copies = named(...Array.from({ length: 60 }, (_, i) => noise(STORY, 0.02, i + 1)))
    const last: Options = { keep: (given) => given.find(({ id }) => id === 'd59') ?? given[0] }
    for (const [each, keeper] of [
      [{}, 'd0'],
      [{ cluster: 'connected' }, 'd0'],
      [last, 'd59'],
    ] as const) {
      const lines = await told(copies, each)
      expect(new Set(lines)).toEqual(new Set(['+', `- ${keeper}`]))
      expect(lines.filter((line) => line === '+').length).toBe(1)
    }
  })
})

describe('contained documents', () => {
  const page = `${OTHER}\n${STORY}\n${SEEDS[3].slice(0, 500)}`
  const column = `${STORY}\n${SEEDS[3].slice(0, 500)}`
  const contained: Options = { remove: { contained: true } }

  test('are tied to what contains them', async () => {
    const verdicts = await batch(named(STORY, page), { keep: 'longest' })
    expect(verdicts).toMatchObject([
      { kept: true, tied: [{ id: 'd1', relation: 'contained' }] },
      { kept: true, tied: [] },
    ])
  })

  test('go when asked, in whichever order they come: A in B in C leaves C', async () => {
    for (const docs of [named(STORY, column, page), named(page, column, STORY), named(column, page, STORY)]) {
      const longest = docs.find(({ text }) => text === page)!.id
      for (const keep of ['first', 'longest'] as const) {
        expect(await told(docs, { ...contained, keep })).toEqual(
          docs.map(({ id }) => (id === longest ? '+' : `- ${longest}`)),
        )
      }
    }
  })

  test('a copy whose keeper is contained elsewhere goes there too, if it matches', async () => {
    const docs = named(STORY, noise(STORY, 0.02, 3), page)
    expect(await told(docs, contained)).toEqual(['- d2', '- d2', '+'])
    // Its own end stands nowhere else: the story goes for it, because the page is one more text that has all of the story.
    const longer = STORY + SEEDS[4].slice(0, 60)
    expect(await told(named(STORY, longer, page), contained)).toEqual(['- d1', '+', '+'])
  })

  test('the richer text is kept, whatever the policy ranks first; a function has the last word', async () => {
    const richer = `${STORY}${SEEDS[4].slice(0, 60)}`
    for (const options of [
      {},
      { cluster: 'connected' },
      { keep: 'longest' },
      { keep: 'cleanest' },
    ] as const) {
      expect(await told(named(STORY, richer), options)).toEqual(['- d1', '+'])
      expect(await told(named(richer, STORY), options)).toEqual(['+', '- d0'])
    }
    // Longer by a headline that says nothing new, and without the last sentence.
    const headed = `${STORY.slice(0, 30)}\n${STORY.slice(0, 30)}\n${STORY}`
    const whole = `${STORY}。${OTHER.slice(0, 40)}`
    expect(fold(headed).length).toBeGreaterThan(fold(whole).length)
    expect(await told(named(headed, whole), { keep: 'longest' })).toEqual(['- d1', '+'])
    const poorer = (given: readonly Doc[]) => given.find(({ text }) => text === STORY) ?? given[0]
    expect(await told(named(STORY, richer), { keep: poorer })).toEqual(['+', '+'])
  })

  test('whatever the caller removes, never both of two', async () => {
    const remove = () => true
    const overlapping = named(SEEDS[1].slice(0, 800), SEEDS[1].slice(400, 1200), SEEDS[1].slice(800, 1600))
    // For the longer of the two it overlaps with; the first and the last share nothing.
    expect(await told(overlapping, { remove })).toEqual(['+', '- d2', '+'])
  })
})

const POLICIES: Record<string, { options: Options; merit: (doc: Doc, place: number) => number }> = {
  first: { options: { keep: 'first' }, merit: (_doc, place) => place },
  longest: { options: { keep: 'longest' }, merit: () => 0 },
  newest: {
    options: { keep: 'newest', date: ({ date }) => date },
    merit: ({ date }) => -(date as number),
  },
  cleanest: { options: { keep: 'cleanest' }, merit: ({ text }) => ocrNoise(text) },
  preferred: {
    options: { keep: 'preferred', source: ({ paper }) => paper!, preferred: ['b', 'a'] },
    merit: ({ paper }) => ['b', 'a', 'c'].indexOf(paper!),
  },
}

/** A few texts, cut, joined and misread in many ways. */
const corpus: fc.Arbitrary<Doc[]> = fc
  .array(
    fc.record({
      text: fc.constantFrom(...TEXTS.slice(0, 4)),
      from: fc.constantFrom(0, 0, 0, 40, 300),
      length: fc.constantFrom(260, 500, 500, 520, 560, 900),
      rate: fc.constantFrom(0, 0, 0.01, 0.03),
      seed: fc.integer({ min: 1, max: 1000 }),
      tail: fc.constantFrom('', '', TEXTS[4].slice(0, 300)),
      date: fc.integer({ min: 0, max: 3 }),
      paper: fc.constantFrom('a', 'b', 'c'),
    }),
    { minLength: 1, maxLength: 9 },
  )
  .map((made) =>
    made.map(({ text, from, length, rate, seed, tail, date, paper }, i) => ({
      id: `d${i}`,
      text: noise(text.slice(from, from + length), rate, seed) + tail,
      date,
      paper,
    })),
  )

/** By id: what became of each document, ties sorted. */
async function outcome(docs: readonly Doc[], options: Options): Promise<Map<string, string>> {
  const verdicts = await batch(docs, options)
  expect(verdicts.map(({ document }) => document)).toEqual(docs)
  return new Map(
    verdicts.map((verdict) => [
      verdict.document.id,
      verdict.kept
        ? `+ ${verdict.tied
            .map(({ id, relation }) => `${id} ${relation}`)
            .sort()
            .join(', ')}`
        : `- ${verdict.keeper} by ${verdict.match.id} ${verdict.match.relation} ${verdict.match.identity}`,
    ]),
  )
}

describe('against all pairs compared', () => {
  const rule = removalRule<Doc, string>({})
  /** The relation of two texts, and whether the rule removes the first for the second. */
  const judge = (a: FoldedText, b: FoldedText, known: KnownWord) => {
    const pair = related(a, b, DEFAULT_RELATE)
    if (pair === null) return { relation: 'unrelated', removed: false }
    const match = { ...pair.comparison, id: '', verified: true }
    return { relation: match.relation as string, removed: rule(a, b, { ...pair, match }, known).removed }
  }

  test.each(Object.keys(POLICIES))('%s: keepers and ties are those of the naive twin', async (policy) => {
    const { options, merit } = POLICIES[policy]
    await fc.assert(
      fc.asyncProperty(corpus, async (docs) => {
        // Equal standing is decided by a hash, which the twin does not know: such documents are left out.
        const standing = (doc: Doc, place: number) => `${merit(doc, place)} ${fold(doc.text).length}`
        const distinct = docs.filter(
          (doc, i) => docs.findIndex((other, j) => standing(other, j) === standing(doc, i)) === i,
        )
        const better = (x: number, y: number) =>
          merit(distinct[x], x) - merit(distinct[y], y) ||
          fold(distinct[y].text).length - fold(distinct[x].text).length
        const texts = distinct.map(({ text }) => fold(text))
        const lexicon = new Lexicon()
        for (const text of texts) lexicon.add(text)
        const known = (word: string) => lexicon.knows(hashString(word))
        const judged = texts.map((a) => texts.map((b) => judge(a, b, known)))
        const twin = naiveStars(
          texts.map(({ length }) => length),
          better,
          (x, y) => judged[x][y].relation,
          (x, y) => judged[x][y].removed,
        )
        const verdicts = await batch(distinct, options)
        expect(
          verdicts.map((verdict) =>
            verdict.kept
              ? { keeper: null, tied: verdict.tied.map(({ id }) => id).sort() }
              : { keeper: verdict.keeper, tied: [] },
          ),
        ).toEqual(
          twin.map(({ keeper, tied }) => ({
            keeper: keeper === null ? null : distinct[keeper].id,
            tied: tied.map((place) => distinct[place].id).sort(),
          })),
        )
      }),
      { numRuns: 25, seed: 6 },
    )
  })

  test('a function that ranks as a policy does decides as it does', async () => {
    await fc.assert(
      fc.asyncProperty(corpus, async (made) => {
        // All of one passage: a richer text would be kept against the policy, and a function has the last word.
        const docs = made.map((doc) => ({ ...doc, text: noise(STORY.slice(0, 500), 0.02, doc.text.length) }))
        const keep = (given: readonly Doc[]) =>
          given.reduce((best, doc) => ((doc.date as number) > (best.date as number) ? doc : best))
        // Ties stand with the lower in rank, which the function does not give.
        const goes = (lines: Map<string, string>) =>
          [...lines].map(([id, line]) => [id, line.replace(/^\+.*/, '+')])
        expect(goes(await outcome(docs, { keep }))).toEqual(
          goes(await outcome(docs, POLICIES.newest.options)),
        )
      }),
      { numRuns: 25, seed: 7 },
    )
  })
})

describe('whatever comes', () => {
  const settings = fc.record({
    policy: fc.constantFrom<Options>(...Object.values(POLICIES).map(({ options }) => options), {
      keep: (given) => given.find(({ paper }) => paper === 'b') ?? given[0],
    }),
    cluster: fc.constantFrom('star' as const, 'connected' as const),
    remove: fc.constantFrom<Options['remove']>(
      {},
      { contained: true },
      { coverage: 0.95, identity: 0.9 },
      ({ relation }) => relation !== 'unrelated',
    ),
  })

  test('who goes has a kept keeper it matches, and the order of the source decides nothing', async () => {
    await fc.assert(
      fc.asyncProperty(corpus, settings, fc.nat(), async (docs, { policy, cluster, remove }, seed) => {
        const options: Options = { ...policy, cluster, ...(remove && { remove }) }
        const verdicts = await batch(docs, options)
        const by = new Map(verdicts.map((verdict) => [verdict.document.id, verdict]))
        for (const verdict of verdicts) {
          const { document } = verdict
          if (verdict.kept) {
            for (const { id } of verdict.tied) expect(by.get(id)!.kept).toBe(true)
            continue
          }
          const { keeper, match } = verdict
          expect(by.get(keeper)!.kept).toBe(true)
          expect(keeper).not.toBe(document.id)
          if (cluster === 'star') expect(match.id).toBe(keeper)
          const { edits: _, ...comparison } = compare(document.text, by.get(match.id)!.document.text)
          const { decision, ...figures } = match
          expect(figures).toEqual({ ...comparison, id: match.id, verified: true })
          expect(decision.removed).toBe(true)
          expect(by.get(keeper)!.cluster).toBe(verdict.cluster)
        }
        if (policy.keep === 'first') return
        const next = random(seed)
        const shuffled = docs
          .map((doc) => ({ doc, at: next() }))
          .sort((x, y) => x.at - y.at)
          .map(({ doc }) => doc)
        expect(new Map([...(await outcome(shuffled, options))].sort())).toEqual(
          new Map([...(await outcome(docs, options))].sort()),
        )
      }),
      { numRuns: 80, seed: 8 },
    )
  })
})

describe('the source', () => {
  const docs = named(STORY, noise(STORY, 0.02, 5), OTHER)

  test('has to be an array or a function, and the error says so', async () => {
    const verdicts = await all(dedupe(docs, { mode: 'batch' }))
    expect(verdicts).toEqual(await all(dedupe(() => docs, { mode: 'batch' })))
    expect(() => dedupe(docs.values(), { mode: 'batch' })).toThrow(
      expect.objectContaining({
        code: 'ERR_SOURCE_ONCE',
        message:
          "mode 'batch' reads the source twice; pass an array, or a function that opens it: dedupe(() => source, options)",
      }),
    )
  })

  test('may open generators, sync or async', async () => {
    async function* opened() {
      yield* docs
    }
    const verdicts = await all(dedupe(opened, { mode: 'batch' }))
    expect(verdicts.map(({ kept }) => kept)).toEqual([true, false, true])
  })

  test('that gives something else the second time is found out', async () => {
    const once = docs[Symbol.iterator]()
    for (const [source, how] of [
      [() => ({ [Symbol.iterator]: () => once }), 'it gave 0 documents instead of 3'],
      [opening(docs, docs.slice(0, 2)), 'it gave 2 documents instead of 3'],
      [opening(docs, [...docs, docs[0]]), 'document 3 differs'],
      [opening(docs, [...docs].reverse()), 'document 0 differs'],
    ] as const) {
      await expect(all(dedupe<Doc>(source, { mode: 'batch' }))).rejects.toMatchObject({
        code: 'ERR_SOURCE_ONCE',
        message: expect.stringContaining(how),
      })
    }
  })

  test('that opens nothing to read is refused', async () => {
    await expect(all(dedupe((() => 7) as never, { mode: 'batch' }))).rejects.toMatchObject({
      code: 'ERR_ARGUMENT',
      message: 'source() must be an iterable or async iterable of documents, got 7',
    })
  })

  test('documents that cannot be read are reported once, and the others decided', async () => {
    const bad = [docs[0], null, docs[1], { id: 'x' }, docs[2]] as Doc[]
    const places: number[] = []
    const verdicts = await all(
      dedupe<Doc>(() => bad, { mode: 'batch', onError: (_error, _document, place) => places.push(place) }),
    )
    expect(verdicts.map(({ document }) => document)).toEqual(docs)
    expect(places).toEqual([1, 3])
    await expect(all(dedupe<Doc>(() => bad, { mode: 'batch' }))).rejects.toMatchObject({ code: 'ERR_RECORD' })
  })

  test('empty, or of empty texts', async () => {
    expect(await told([])).toEqual([])
    expect(await told(named('', '', '。'), { keep: 'cleanest' })).toEqual(['+', '+', '+'])
  })
})

function opening<T>(...readings: readonly (readonly T[])[]): () => readonly T[] {
  let reading = 0
  return () => readings[reading++]
}

test('the signal stops while it decides', async () => {
  const controller = new AbortController()
  const reason = new Error('enough')
  const many = named(...Array.from({ length: 300 }, (_, i) => `${SEEDS[i % 5].slice(i, i + 60)}`))
  setTimeout(() => controller.abort(reason))
  const stages = new Set<string>()
  const run = batch(many, { signal: controller.signal, onProgress: ({ stage }) => stages.add(stage) })
  await expect(run).rejects.toBe(reason)
  expect(stages.has('giving')).toBe(false)
})

test('progress tells each stage', async () => {
  const told: string[] = []
  const docs = named(STORY, STORY, OTHER)
  await batch(docs, {
    against: named(OTHER),
    onProgress: ({ stage, documents, removed }) => told.push(`${stage} ${documents} ${removed}`),
  })
  expect(told).toEqual([
    'against 1 0',
    'reading 1 0',
    'reading 2 0',
    'reading 3 0',
    'deciding 1 0',
    'deciding 2 1',
    'deciding 3 2',
    'giving 1 0',
    'giving 2 1',
    'giving 3 2',
  ])
})
