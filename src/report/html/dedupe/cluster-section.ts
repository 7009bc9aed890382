import { html, type Markup } from '../markup.js'
import { integer, share } from '../numerals.js'
import type { DedupeWords } from '../words/dedupe-words.js'
import { nameMarkup, type DocumentName } from './document-name.js'
import type { Vocabulary } from '../words/vocabulary.js'

/** Most clusters that the page lists. */
const LISTED = 20
/** Most members of one cluster that are named. */
const NAMED = 24
/** Most names held. Past that the names of the smaller clusters are dropped. */
const NAMES = 20_000

interface Member {
  readonly document: DocumentName
  readonly similarity: number
}

interface Cluster {
  readonly keeper: DocumentName
  /** Documents, with the keeper. */
  size: number
  /** UTF-16 units of the documents removed. */
  characters: number
  members: Member[]
}

/**
 * Collects which documents were removed for which keeper, and writes the largest clusters. Holds some 400 bytes per
 * cluster, and half of that for each of at most 20,000 names.
 */
export class ClusterSection {
  readonly #clusters = new Map<string | number, Cluster>()
  #names = 0

  /** Clusters so far. */
  get count(): number {
    return this.#clusters.size
  }

  /** Adds a removed document, and returns the size of its cluster so far. */
  add(
    key: string | number,
    keeper: () => DocumentName,
    document: () => DocumentName,
    characters: number,
    similarity: number,
  ): number {
    let cluster = this.#clusters.get(key)
    if (cluster === undefined) {
      cluster = { keeper: keeper(), size: 1, characters: 0, members: [] }
      this.#clusters.set(key, cluster)
    }
    cluster.size++
    cluster.characters += characters
    if (cluster.members.length < NAMED && cluster.members.length === cluster.size - 2) {
      cluster.members.push({ document: document(), similarity })
      if (++this.#names > NAMES) this.#forget()
    }
    return cluster.size
  }

  /** Drops the names of all but the largest clusters. O(clusters · log clusters), once in `NAMES` names or fewer. */
  #forget(): void {
    const bySize = [...this.#clusters.values()].sort((x, y) => y.size - x.size)
    this.#names = 0
    bySize.forEach((cluster, place) => {
      // Ten times the clusters that are listed keep their names: one of them may still outgrow another.
      if (place >= 10 * LISTED) cluster.members = []
      this.#names += cluster.members.length
    })
  }

  /** The section of the page. O(clusters · log clusters). */
  section(words: Vocabulary, terms: DedupeWords): Markup {
    const largest = [...this.#clusters.values()].sort((x, y) => y.size - x.size).slice(0, LISTED)
    const most = largest[0]?.size ?? 1
    return html`<section class="clusters" aria-labelledby="clusters-title">
      <h2 id="clusters-title">${terms.clusters}</h2>
      <p class="hint">
        ${largest.length === 0 ? terms.noClusters : terms.clustersHint(integer(this.#clusters.size, words), largest.length < this.#clusters.size ? integer(largest.length, words) : '')}
      </p>
      ${
        largest.length > 0 &&
        html`<ol class="cluster-list">
          ${largest.map((cluster) => entry(cluster, most, words, terms))}
        </ol>`
      }
    </section>`
  }
}

function entry(
  { keeper, size, characters, members }: Cluster,
  most: number,
  words: Vocabulary,
  terms: DedupeWords,
): Markup {
  const unnamed = size - 1 - members.length
  const width = Math.max(0.4, Math.round((size / most) * 1000) / 10)
  return html`<li>
    <details>
      <summary>
        <span class="size">${integer(size, words)}</span>
        <span class="grows"
          ><span class="keeper">${nameMarkup(keeper, terms)}</span
          ><svg class="amount" aria-hidden="true" height="5" width="100%">
            <rect width="${width}%" height="5" /></svg
        ></span>
        <span class="saved">${terms.savedOf(integer(characters, words))}</span>
      </summary>
      <ul>
        ${members.map(
          ({ document, similarity }) =>
            html`<li>
              <span>${nameMarkup(document, terms)}</span>
              <span class="figure">${share(similarity, words)}</span>
            </li> `,
        )}
        ${unnamed > 0 && html`<li class="more">${terms.moreMembers(integer(unnamed, words))}</li>`}
      </ul>
    </details>
  </li> `
}
