import { expect, test } from 'vitest'
import { dedupe } from '../../src/dedupe/dedupe.js'
import { duplicates } from '../../src/dedupe/duplicates.js'
import { SEEDS } from '../seeds.js'

const [page, article, other] = SEEDS as [string, string, string]
const byline = article.replace('促进合作发展\n', '$&本报记者 姜峰\n')
const renamed = article.replace('飞马', '飞鸟')
const texts = [other, article, page, byline, renamed, article, `${other}!`]

test('groups copies under the text that stays; who says something else is in no group', async () => {
  expect(await duplicates(texts)).toEqual([
    { keeper: 0, removed: [{ place: 6, reason: expect.any(String) }] },
    {
      keeper: 1,
      removed: [
        { place: 3, reason: 'nothing lost but the byline' },
        { place: 5, reason: expect.any(String) },
      ],
    },
  ])
  // A set holds each text once.
  expect(await duplicates(new Set(texts), { keep: 'longest' })).toEqual([
    { keeper: 0, removed: [{ place: 5, reason: 'nothing lost' }] },
    { keeper: 3, removed: [{ place: 1, reason: 'nothing lost' }] },
  ])
  expect(await duplicates([])).toEqual([])
  expect(await duplicates(['', '', 'a'])).toEqual(await duplicates(['x', 'y', 'a']))
})

test('is what dedupe decides', async () => {
  const keepers = new Map<number, number>()
  let place = 0
  const documents = texts.map((text, id) => ({ id, text }))
  for await (const verdict of dedupe<{ id: number; text: string }, number>(documents, { mode: 'batch' })) {
    keepers.set(place, verdict.kept ? place : verdict.keeper)
    place++
  }
  for (const { keeper, removed } of await duplicates(texts))
    for (const { place: at } of removed) {
      expect(keepers.get(at)).toBe(keeper)
      keepers.set(at, at)
    }
  expect([...keepers].every(([at, keeper]) => at === keeper)).toBe(true)
})

test('wrong arguments are named', async () => {
  const refused = (code: string, message: RegExp) =>
    expect.objectContaining({ code, message: expect.stringMatching(message) as string }) as object
  await expect(duplicates('abc')).rejects.toEqual(refused('ERR_ARGUMENT', /^texts must be an iterable/))
  await expect(duplicates(['a', 1 as never])).rejects.toEqual(refused('ERR_RECORD', /^document 1 /))
  await expect(duplicates([], { kep: 'first' } as never)).rejects.toEqual(
    refused('ERR_ARGUMENT', /^options\.kep is not an option; did you mean keep\?/),
  )
  const stopped = AbortSignal.abort(new Error('stopped'))
  await expect(duplicates(texts, { signal: stopped })).rejects.toThrow('stopped')
})
