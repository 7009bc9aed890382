import { describe, expect, test } from 'vitest'
import { dedupe, type DedupeOptions, type Verdict } from '../../src/dedupe/dedupe.js'
import { DuplicateIndex } from '../../src/store/duplicate-index.js'
import { noisy, random, TELLING } from '../noise.js'
import { SEEDS } from '../seeds.js'
import { countedSpools } from '../spool.js'

interface Doc {
  readonly id: string
  readonly text: string
}
type Options = DedupeOptions<Doc, string>

const STORY = SEEDS[1].slice(0, 700)
const OTHER = SEEDS[2].slice(100, 700)
const noise = (text: string, seed: number) => noisy(text, 0.03, random(seed), TELLING).copy

const old: Doc[] = [
  { id: 'old-story', text: STORY },
  { id: 'old-copy', text: noise(STORY, 1) },
  { id: 'old-page', text: SEEDS[3] },
]
const fresh: Doc[] = [
  { id: 'a', text: noise(STORY, 2) },
  { id: 'b', text: OTHER },
  { id: 'c', text: noise(OTHER, 3) },
  { id: 'd', text: SEEDS[3].slice(200, 900) },
]

function indexOf(docs: readonly Doc[]): DuplicateIndex {
  const index = new DuplicateIndex()
  for (const { id, text } of docs) index.add(id, text)
  return index
}

async function verdicts(options: Options): Promise<Verdict<Doc, string>[]> {
  const all: Verdict<Doc, string>[] = []
  for await (const verdict of dedupe<Doc, string>(() => fresh, options)) all.push(verdict)
  return all
}

const kinds: [name: string, against: () => NonNullable<Options['against']>][] = [
  ['an index', () => indexOf(old)],
  ['an index that was stored', () => DuplicateIndex.fromBytes(indexOf(old).toBytes())],
  ['documents', () => old],
  ['a function that opens documents', () => () => old],
  [
    'an async source',
    async function* () {
      yield* old
    },
  ],
]

describe.each(['stream', 'batch'] as const)('new against old, %s', (mode) => {
  test.each(kinds)('%s: what is known goes for the old document, and is marked', async (_name, against) => {
    const told = await verdicts({ mode, against: against() })
    expect(told).toMatchObject([
      { kept: false, keeper: expect.stringMatching(/^old-(story|copy)$/), against: true },
      { kept: true, tied: [] },
      { kept: false, keeper: 'b' },
      { kept: true, tied: [{ id: 'old-page', relation: 'contained', against: true }] },
    ])
    expect(told[0]).toMatchObject({ match: { relation: 'duplicate', verified: true } })
    expect(told[2]).not.toHaveProperty('against')
  })

  test('the index is only asked', async () => {
    const index = indexOf(old)
    const before = index.toBytes()
    await verdicts({ mode, against: index })
    expect(index.toBytes()).toEqual(before)
  })

  test('contained documents go when asked', async () => {
    const told = await verdicts({
      mode,
      against: indexOf(old),
      remove: { contained: true },
    })
    expect(told.map(({ kept }) => kept)).toEqual([false, true, false, false])
    expect(told[3]).toMatchObject({ keeper: 'old-page', against: true, match: { relation: 'contained' } })
  })

  test('another figure keeps a document beside an old one, too', async () => {
    const bulletin = (size: string) =>
      `The station at the harbour measured an earthquake of magnitude ${size} at noon on Sunday; nobody was hurt, and ` +
      'the trains to the coast went on as usual in the afternoon.'
    const source = () => [{ id: 'new', text: bulletin('4.8') }]
    for (const against of [
      indexOf([{ id: 'old', text: bulletin('5.2') }]),
      [{ id: 'old', text: bulletin('5.2') }],
    ]) {
      const kept = async (options: Options) => {
        const told: boolean[] = []
        for await (const { kept } of dedupe<Doc, string>(source, { mode, against, ...options }))
          told.push(kept)
        return told[0]
      }
      expect(await kept({})).toBe(true)
      expect(await kept({ remove: ({ relation }) => relation === 'duplicate' })).toBe(false)
    }
  })

  test('an estimate removes nothing: an index without texts can only tie', async () => {
    const index = new DuplicateIndex({ mode: 'resemblance' })
    for (const { id, text } of fresh) index.add(`old-${id}`, text)
    const [first] = await verdicts({ mode, against: index })
    expect(first).toMatchObject({ kept: true, tied: [{ id: 'old-a', verified: false, against: true }] })
  })

  test('old documents have their part of the memory, and give it back', async () => {
    const spools = countedSpools()
    await verdicts({ mode, against: old, memory: 2 ** 21, spool: spools.make })
    const broken = function* () {
      yield old[0]
      throw new Error('disk gone')
    }
    await expect(verdicts({ mode, against: broken, memory: 2 ** 21, spool: spools.make })).rejects.toThrow(
      'disk gone',
    )
    expect(spools.closed).toBe(spools.opened)
  })
})
