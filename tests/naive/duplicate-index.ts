/**
 * An index without an index: it compares a text with everything held.
 *
 * Its subject is the search. How two texts are compared is given by the caller, and tested for itself in tests/compare.
 */
export class NaiveDuplicateIndex<Id, C extends { readonly relation: string }> {
  readonly texts = new Map<Id, string>()
  readonly #compare: (a: string, b: string) => C

  constructor(compare: (a: string, b: string) => C) {
    this.#compare = compare
  }

  add(id: Id, text: string): Map<Id, C> {
    const matches = this.query(text)
    matches.delete(id)
    if (!this.texts.has(id)) this.texts.set(id, text)
    return matches
  }

  query(text: string): Map<Id, C> {
    const matches = new Map<Id, C>()
    for (const [id, held] of this.texts) {
      const comparison = this.#compare(text, held)
      if (comparison.relation !== 'unrelated') matches.set(id, comparison)
    }
    return matches
  }

  remove(id: Id): boolean {
    return this.texts.delete(id)
  }
}
