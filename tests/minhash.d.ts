/** npm `minhash` ships no types; these are its parts that tests and benchmarks compare with. */
declare module 'minhash' {
  export class Minhash {
    constructor(options?: { numPerm?: number; seed?: number })
    readonly numPerm: number
    readonly prime: number
    readonly maxHash: number
    seed: number
    permA: number[]
    permB: number[]
    hashvalues: number[]
    update(shingle: string): void
    hash(shingle: string): number
    jaccard(other: Minhash): number
  }

  export class LshIndex {
    constructor(options?: { bandSize?: number })
    insert(key: string, minhash: Minhash): void
    /** Throws a TypeError when a band of the query was never inserted. */
    query(minhash: Minhash): string[]
  }
}
