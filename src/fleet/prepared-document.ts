import { featuresOf, type Features } from '../candidates/features.js'
import { OffprintError, requireString } from '../kernel/errors.js'
import type { IndexSettings } from '../store/index-options.js'
import { requireId, timeOf } from '../store/query-options.js'
import type { FoldedText } from '../text/fold.js'
import { cardFeatures } from './card-features.js'
import type { Claim } from './claim-store.js'
import { storeKeys, wordKeys, type StoreKeys } from './store-keys.js'
import { bytesOfId, bytesOfText } from './string-bytes.js'

/** A document for a shared index. */
export interface SharedDocument<Id> {
  /** Its id. */
  readonly id: Id
  /** Its text. */
  readonly text: string
  /** When it came, in whatever unit `since` and `expire` use. A document without a time never expires. */
  readonly at?: number | Date
}

/** A document, checked, with all that a claim and a search of it need. */
export interface PreparedDocument<Id> {
  readonly id: Id
  readonly text: string
  readonly at: number | null
  readonly features: TextFeatures
  readonly keys: StoreKeys
}

/** Features of a text of which passages are searched for. */
export type TextFeatures = Features & { readonly folded: FoldedText }

/** O(length). @throws OffprintError `ERR_ARGUMENT` for a wrong id, text or time. */
export function prepareDocument<Id extends string | number>(
  { id, text, at }: SharedDocument<Id>,
  settings: IndexSettings,
): PreparedDocument<Id> {
  requireId(id)
  requireString('text', text)
  const features = textFeatures(text, settings)
  return { id, text, at: timeOf('at', at) ?? null, features, keys: storeKeys(features) }
}

/** What a text is searched for and entered by. O(length). */
export function textFeatures(text: string, { featureSettings }: IndexSettings): TextFeatures {
  return featuresOf(text, featureSettings) as TextFeatures
}

/** The claim of a document, which is kept at once or decided later. O(length). */
export function claimOf<Id extends string | number>(
  { id, text, at, features, keys }: PreparedDocument<Id>,
  when: 'kept' | 'pending',
): Claim {
  return {
    id: bytesOfId(id),
    text: bytesOfText(text),
    at,
    ...keys,
    features: cardFeatures(features),
    words: when === 'kept' ? wordKeys(features.folded) : null,
  }
}

/**
 * @param isOther whether the id of a document, by its place, is held with another text.
 * @throws OffprintError `ERR_DUPLICATE_ID` where one of the ids is.
 */
export function requireOwnText(
  documents: readonly { readonly id: unknown }[],
  isOther: (place: number) => boolean,
): void {
  const others = documents.filter((_, i) => isOther(i))
  if (others.length === 0) return
  const named = others.slice(0, 3).map(({ id }) => JSON.stringify(id))
  const more = others.length > named.length ? `, and ${others.length - named.length} more` : ''
  const which = others.length === 1 ? `id ${named[0]} is` : `ids ${named.join(', ')}${more} are`
  throw new OffprintError(
    'ERR_DUPLICATE_ID',
    `${which} in the index with another text; remove it first, or give the text another id`,
  )
}
