/** A block or region of a page, which may hold others. */
export interface Branch<T> {
  readonly id?: string
  /** Id of the region that follows it in reading order (IDNEXT of ALTO). */
  readonly next?: string
  readonly children: readonly T[]
}

/**
 * Regions in reading order: first those that are listed, as they are listed, then the others as they stand in the file.
 * A region brings along its children, except those that the list or `next` puts elsewhere, and the regions that follow
 * it by `next`. Each region comes once, whatever the ids say. O(regions + listed).
 */
export function inReadingOrder<T extends Branch<T>>(roots: readonly T[], listed: readonly string[]): T[] {
  const all: T[] = []
  const collect = (branches: readonly T[]) => {
    for (const branch of branches) {
      all.push(branch)
      collect(branch.children)
    }
  }
  collect(roots)
  const byId = new Map<string, T>()
  for (const branch of all) if (branch.id !== undefined && !byId.has(branch.id)) byId.set(branch.id, branch)
  /** Regions that come where a list or `next` names them. */
  const awaited = new Set<T>()
  for (const id of listed) if (byId.has(id)) awaited.add(byId.get(id)!)
  for (const branch of all) {
    const next = branch.next === undefined ? undefined : byId.get(branch.next)
    if (next !== undefined && next !== branch) awaited.add(next)
  }

  const ordered: T[] = []
  const done = new Set<T>()
  const visit = (first: T) => {
    // A stack in memory: a region, its child, the region after the child, a child of that … may be nested as deep as there
    // are regions, deeper than the call stack.
    const stack: T[] = [first]
    for (let branch = stack.pop(); branch !== undefined; branch = stack.pop()) {
      if (done.has(branch)) continue
      done.add(branch)
      ordered.push(branch)
      const next = branch.next === undefined ? undefined : byId.get(branch.next)
      if (next !== undefined) stack.push(next)
      for (let i = branch.children.length - 1; i >= 0; i--) {
        if (!awaited.has(branch.children[i])) stack.push(branch.children[i])
      }
    }
  }
  for (const id of listed) if (byId.has(id)) visit(byId.get(id)!)
  for (const branch of roots) if (!awaited.has(branch)) visit(branch)
  // Chains of `next` that run in a circle.
  for (const branch of all) visit(branch)
  return ordered
}
