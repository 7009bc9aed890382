import { describe, expect, test } from 'vitest'
import { Corpus } from '../../src/dedupe/corpus.js'
import { Decision } from '../../src/dedupe/decision.js'
import { KeeperRanking } from '../../src/dedupe/keeper-ranking.js'
import { dedupeSettings } from '../../src/dedupe/settings.js'
import { fold } from '../../src/text/fold.js'
import { decider } from '../../src/engine/decide.js'
import { lexiconMaker, lexiconOf } from '../../src/engine/lexicon-lines.js'
import { rank } from '../../src/engine/rank.js'
import { sign } from '../../src/engine/sign.js'
import { verifier } from '../../src/engine/verify.js'
import { DEFAULT_RELATE } from '../../src/compare/relation.js'
import { rankLine, ranked, signedOf } from '../naive/joined.js'
import { crawl, type Given } from './crawl.js'

/** Rounds over the verbs of the worker, until no round changes who is kept. */
function byRounds(documents: readonly Given[]): { keepers: Map<Given['id'], Given['id']>; rounds: number } {
  const all = ranked(documents.map(({ id, text }, doc) => signedOf(sign(JSON.stringify({ doc, id, text })))))
  const words = new Map<number, number>()
  for (const one of all) for (const word of one.words) words.set(word, (words.get(word) ?? 0) + 1)
  const maker = lexiconMaker()
  for (const [word, count] of words) maker.line(JSON.stringify({ word, count }))
  const lexicon = lexiconOf(maker.end())
  const textOf = (at: number) => documents[all[at].doc].text
  const compared = new Map<string, { outcome: string; goes: number; gone: number }>()
  let held = all.map(() => true)
  for (let rounds = 1; ; rounds++) {
    const decide = decider()
    let decided = ''
    for (let at = 0; at < all.length; at++) {
      const verify = verifier({
        relate: DEFAULT_RELATE,
        remove: {},
        known: (word) => lexicon.knowsWord(word),
      })
      verify(JSON.stringify({ a: at, text: textOf(at) }))
      decided += decide.line(JSON.stringify({ a: at }))
      for (const line of rank(rankLine(all, at, held))
        .split('\n')
        .slice(1, -1)) {
        const [a, place, b, name] = line.split('\t')
        const pair = `${a} ${b} ${name}`
        const cells = verify(
          JSON.stringify({
            a: Number(a),
            place: Number(place),
            b: Number(b),
            line: name,
            ...(compared.get(pair) ?? { text: textOf(Number(b)) }),
          }),
        ).split('\t')
        const [outcome, fresh] = [cells[4], cells[5]]
        const [goes, gone] = [Number(cells[6]), Number(cells[7])]
        if (fresh === '1') compared.set(pair, { outcome, goes, gone })
        decided += decide.line(JSON.stringify({ a: at, b: Number(b), outcome, goes }))
      }
    }
    decided += decide.end()
    const rows = decided
      .trimEnd()
      .split('\n')
      .map((row) => row.split('\t').map(Number))
    const now = rows.map(([, kept]) => kept === 1)
    if (now.every((kept, at) => kept === held[at])) {
      const idOf = (at: number) => documents[all[at].doc].id
      const removed = rows.filter(([, kept]) => kept === 0)
      return { keepers: new Map(removed.map(([a, , keeper]) => [idOf(a!), idOf(keeper!)])), rounds }
    }
    held = now
  }
}

/** The first step of a batch as it is done in one process, document by document. */
function inOneProcess(documents: readonly Given[]): Map<Given['id'], Given['id']> {
  const settings = dedupeSettings<Given, string | number>({ mode: 'batch' })
  const corpus = new Corpus(settings)
  const ranking = new KeeperRanking<string | number>()
  documents.forEach(({ id, text }, place) => {
    const folded = fold(text)
    ranking.add(id, text, folded.length, place)
    corpus.keep(folded, id)
  })
  const places = ranking.ranked()
  corpus.renumber(places.placeOf)
  const decision = new Decision({ settings, corpus, documents: places, references: null })
  for (let at = 0; at < places.count; at++) decision.enter(at)
  const keepers = new Map<Given['id'], Given['id']>()
  for (let at = 0; at < places.count; at++) {
    const keeper = decision.removals.keeperOf(at)
    if (keeper !== undefined) keepers.set(places.idOf(at), places.idOf(keeper))
  }
  return keepers
}

describe('rounds over the verbs of the worker', () => {
  for (const seed of [1, 2]) {
    test(`remove what a batch in one process removes, for the same keepers (${seed})`, () => {
      const documents = crawl(100, seed)
      const expected = inOneProcess(documents)
      const { keepers, rounds } = byRounds(documents)
      expect(expected.size).toBeGreaterThan(20)
      expect(keepers).toEqual(expected)
      expect(rounds).toBeLessThan(10)
    })
  }
})
