import { claimOf, prepareDocument } from '../src/fleet/prepared-document.js'
import type { Claim } from '../src/fleet/claim-store.js'
import { indexSettings } from '../src/store/index-options.js'
import { random } from '../tests/noise.js'
import { chain, phrases } from './chains.js'
import { english } from './corpora.js'

/** Characters of a document. */
const LENGTH = 1000

/** Chains of phrases of real prose, as many as are asked for; undefined where the evaluation sets are not there. */
export function fleetTexts(seed: number): (() => string) | undefined {
  const texts = english()
  if (texts === undefined) return undefined
  const pieces = phrases(texts)
  const next = random(seed)
  return () => chain(pieces, next, LENGTH)
}

const settings = indexSettings({})

/** What `add` claims of a text: all its keys, and its words. */
export function fleetClaim(id: string, text: string): Claim {
  return claimOf(prepareDocument({ id, text }, settings), 'kept')
}
