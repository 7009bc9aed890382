/** |a ∩ b| / |a ∪ b|; 0 for an empty set. */
export function naiveJaccard<T>(a: Iterable<T>, b: Iterable<T>): number {
  const x = new Set(a)
  const y = new Set(b)
  if (x.size === 0 || y.size === 0) return 0
  const shared = [...x].filter((item) => y.has(item)).length
  return shared / (x.size + y.size - shared)
}
