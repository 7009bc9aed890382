import { compare, type Comparison } from '../../src/compare/compare.js'

/** Compares with everything held. */
export class NaiveDuplicateIndex<Id> {
  readonly texts = new Map<Id, string>()

  add(id: Id, text: string): Map<Id, Comparison> {
    const matches = this.query(text)
    matches.delete(id)
    if (!this.texts.has(id)) this.texts.set(id, text)
    return matches
  }

  query(text: string): Map<Id, Comparison> {
    const matches = new Map<Id, Comparison>()
    for (const [id, held] of this.texts) {
      const comparison = compare(text, held)
      if (comparison.relation !== 'unrelated') matches.set(id, comparison)
    }
    return matches
  }

  remove(id: Id): boolean {
    return this.texts.delete(id)
  }
}
