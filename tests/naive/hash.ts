/** The mixers of src/kernel/hash.ts in bigints, modulo 2^32 at every step. Shares nothing with src/. */

const low32 = (value: bigint): bigint => value & 0xffffffffn

/** xor-shift, multiply, xor-shift, multiply, xor-shift: every 32-bit mixer here is one of these. */
function mixed(value: bigint, shifts: readonly bigint[], factors: readonly bigint[]): bigint {
  let h = low32(value)
  shifts.forEach((shift, i) => {
    h ^= h >> shift
    if (i < factors.length) h = low32(h * factors[i])
  })
  return h
}

/** MurmurHash3 fmix32 (Appleby). */
export function naiveFmix32(value: bigint): bigint {
  return mixed(value, [16n, 13n, 16n], [0x85ebca6bn, 0xc2b2ae35n])
}

/** lowbias32 (Wellons 2018). */
export function naiveLowbias32(value: bigint): bigint {
  return mixed(value, [16n, 15n, 16n], [0x7feb352dn, 0x846ca68bn])
}

/** The first `count` integers of splitmix32 from a seed. */
export function naiveSplitmix32(seed: number, count: number): bigint[] {
  return Array.from({ length: count }, (_, i) =>
    mixed(BigInt(seed) + BigInt(i + 1) * 0x9e3779b9n, [16n, 15n, 15n], [0x21f0aaadn, 0x735a2d97n]),
  )
}
