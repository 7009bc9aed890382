/**
 * The value at a dotted path: `url`, `meta.title`, `pages.0.text`; `undefined` where there is none. A field whose name is the
 * whole path comes first. Only own properties count, so that `constructor` is no field.
 */
export function fieldAt(record: unknown, path: string): unknown {
  const whole = own(record, path)
  if (whole !== undefined || !path.includes('.')) return whole
  return path.split('.').reduce<unknown>((value, name) => own(value, name), record)
}

/** The values at those of the paths that the record has, by their paths. */
export function pickFields(record: unknown, paths: readonly string[]): Record<string, unknown> {
  const picked: Record<string, unknown> = {}
  for (const path of paths) {
    const value = fieldAt(record, path)
    if (value === undefined) continue
    // An assignment to a field named __proto__ would set the prototype.
    Object.defineProperty(picked, path, { value, enumerable: true, configurable: true, writable: true })
  }
  return picked
}

function own(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined
  return (value as Record<string, unknown>)[name]
}
