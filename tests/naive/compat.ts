// The schemes of other packages as their definitions read, in bigints: datasketch 2.0.0, minhash.py and hashfunc.py.
import { createHash } from 'node:crypto'

const W32 = 2n ** 32n
const W64 = 2n ** 64n
const P = 2n ** 61n - 1n

export type Family = readonly (readonly [a: bigint, b: bigint])[]
export type DatasketchScheme = 'datasketch-affine32' | 'datasketch-affine64' | 'datasketch-legacy'

/** MT19937: draws of 32 bits. */
export function* mersenne(seed: number): Generator<bigint, never> {
  const x = [BigInt(seed)]
  for (let i = 1; i < 624; i++) x.push((1812433253n * (x[i - 1] ^ (x[i - 1] >> 30n)) + BigInt(i)) % W32)
  for (let i = 0; ; i++) {
    const y = (x[i] & 0x80000000n) | (x[i + 1] & 0x7fffffffn)
    x.push(x[i + 397] ^ (y >> 1n) ^ (y % 2n === 1n ? 0x9908b0dfn : 0n))
    let z = x[i + 624]
    z ^= z >> 11n
    z ^= (z << 7n) & 0x9d2c5680n
    z ^= (z << 15n) & 0xefc60000n
    yield z ^ (z >> 18n)
  }
}

export function family(scheme: DatasketchScheme, k: number, seed: number): Family {
  const stream = mersenne(seed)
  const draw32 = () => stream.next().value
  const draw64 = () => draw32() * W32 + draw32()
  const upTo = (greatest: bigint): bigint => {
    const value = draw64() % 2n ** 61n
    return value <= greatest ? value : upTo(greatest)
  }
  const times = (make: () => bigint) => Array.from({ length: k }, make)
  if (scheme === 'datasketch-legacy') {
    return Array.from({ length: k }, () => [1n + upTo(P - 2n), upTo(P - 1n)] as const)
  }
  const affine32 = scheme === 'datasketch-affine32'
  const a = times(() => (affine32 ? draw32() % 2n ** 31n : draw64() % 2n ** 63n) * 2n + 1n)
  const b = times(() => (affine32 ? draw32() : draw64()))
  return a.map((factor, i) => [factor, b[i]])
}

export function hash(scheme: DatasketchScheme, token: string | Uint8Array): bigint {
  const digest = createHash('sha1').update(token).digest()
  if (scheme === 'datasketch-legacy') return BigInt(digest.readUInt32LE())
  if (scheme === 'datasketch-affine32') {
    let h = BigInt(digest.readUInt32LE())
    h = ((h ^ (h >> 16n)) * 0x85ebca6bn) % W32
    h = ((h ^ (h >> 13n)) * 0xc2b2ae35n) % W32
    return h ^ (h >> 16n)
  }
  let h = digest.readBigUInt64LE()
  h = ((h ^ (h >> 33n)) * 0xff51afd7ed558ccdn) % W64
  h = ((h ^ (h >> 33n)) * 0xc4ceb9fe1a85ec53n) % W64
  return h ^ (h >> 33n)
}

/** The least value of each permutation. */
export function minima(scheme: DatasketchScheme, permutations: Family, hashes: readonly bigint[]): bigint[] {
  const modulus = scheme === 'datasketch-affine64' ? W64 : W32
  return permutations.map(([a, b]) => {
    let least = modulus - 1n
    for (const h of hashes) {
      const value = scheme === 'datasketch-legacy' ? (((a * h + b) % W64) % P) % W32 : (a * h + b) % modulus
      if (value < least) least = value
    }
    return least
  })
}

export function slots(
  scheme: DatasketchScheme,
  tokens: readonly (string | Uint8Array)[],
  k: number,
  seed: number,
): bigint[] {
  const hashes = tokens.map((token) => hash(scheme, token))
  return minima(scheme, family(scheme, k, seed), hashes)
}
