/**
 * Counts the work of a run instead of its seconds, which differ from machine to machine: characters that it reads from
 * strings, and integer multiplications. It replaces methods of the built-in prototypes while the run lasts.
 */

/** Canonical combining classes of the marks in our worst cases (UnicodeData.txt). */
const CLASS_OF: ReadonlyMap<string, number> = new Map([
  ['\u0301', 230],
  ['\u0323', 220],
  ['\u0e38', 103],
  ['\u0e49', 107],
])

/** Steps of an insertion sort, which is how ICU orders the marks of a run: one for each pair out of order. */
function disorder(text: string): number {
  let steps = 0
  const before = new Map<number, number>()
  for (const unit of Array.from(text)) {
    const rank = CLASS_OF.get(unit)
    if (rank === undefined) before.clear()
    else {
      for (const [other, count] of before) if (other > rank) steps += count
      before.set(rank, (before.get(rank) ?? 0) + 1)
    }
  }
  return steps
}

type Method = (this: unknown, ...given: unknown[]) => unknown

/** Replaces a method until the returned function is called. */
function replaced(owner: object, name: PropertyKey, make: (own: Method) => Method): () => void {
  const descriptor = Object.getOwnPropertyDescriptor(owner, name)!
  Object.defineProperty(owner, name, { ...descriptor, value: make(descriptor.value as Method) })
  return () => Object.defineProperty(owner, name, descriptor)
}

/** Characters that a run reads: one by one, by iteration, by slicing, and by normalising with its ordering of marks. */
export function charactersRead(run: () => unknown): number {
  let work = 0
  const counted = (cost: (text: string, result: unknown) => number) => (own: Method) =>
    function (this: unknown, ...given: unknown[]) {
      const result = Reflect.apply(own, this, given)
      work += cost(this as string, result)
      return result
    }
  const one = counted(() => 1)
  // The cost of normalising must not be counted by what is being counted.
  const order = (own: Method) =>
    function (this: unknown, ...given: unknown[]) {
      const text = this as string
      const before = work
      const steps = text.length > 1 ? disorder(text) : 0
      work = before + text.length + steps
      return Reflect.apply(own, this, given)
    }
  const restore = [
    replaced(String.prototype, 'charCodeAt', one),
    replaced(String.prototype, 'codePointAt', one),
    replaced(
      String.prototype,
      'slice',
      counted((_, part) => (part as string).length),
    ),
    replaced(
      String.prototype,
      Symbol.iterator,
      counted((text) => text.length),
    ),
    replaced(String.prototype, 'normalize', order),
  ]
  try {
    run()
  } finally {
    for (const back of restore) back()
  }
  return work
}

/** Calls of `Math.imul`: what hashing costs. */
export function multiplications(run: () => unknown): number {
  let work = 0
  const back = replaced(
    Math,
    'imul',
    (own) =>
      function (this: unknown, ...given: unknown[]) {
        work++
        return Reflect.apply(own, this, given)
      },
  )
  try {
    run()
  } finally {
    back()
  }
  return work
}
