import { OffprintError } from '../../kernel/errors.js'

/** A value of a JSON file, and where it stands: readers ask for what they need, and a wrong type is told with its place. */
export interface JsonValue {
  readonly value: unknown
  /** What messages call the file. */
  readonly format: string
  readonly parent?: JsonValue
  readonly key?: string | number
}

/**
 * Parses a whole file of JSON. O(source length).
 *
 * @param format what messages call the file
 * @throws OffprintError `ERR_INPUT` with the line for a file that is cut off or broken.
 */
export function parseJson(source: string, format: string): JsonValue {
  try {
    return { value: JSON.parse(source.replace(/^\ufeff/, '')) as unknown, format }
  } catch (cause) {
    const said = (cause as Error).message
    const position = /position (\d+)/.exec(said)?.[1]
    const at = position === undefined ? source.length : Number(position)
    const line = source.slice(0, at).split('\n').length
    const what =
      source.slice(at).trim() === ''
        ? 'the file is cut off; get the whole file'
        : `it is no JSON (${said.slice(0, 80)}); get the file again`
    throw new OffprintError('ERR_INPUT', `line ${line} of the ${format}: ${what}`, { cause })
  }
}

/** The error about a value, which names its place: `pages[0].lines[3].content of the … must be …`. */
export function wrongValue(of: JsonValue, must: string): OffprintError {
  const { value } = of
  const found =
    value === null
      ? 'null'
      : Array.isArray(value)
        ? 'a list'
        : isObject(value)
          ? 'an object'
          : `a ${typeof value}`
  return new OffprintError(
    'ERR_INPUT',
    `${placeOf(of)} of the ${of.format} must be ${must}, and is ${found}; get the file again`,
  )
}

function placeOf({ parent, key }: JsonValue): string {
  if (parent === undefined) return 'the whole'
  const above = parent.parent === undefined ? '' : placeOf(parent)
  if (typeof key === 'number') return `${above}[${key}]`
  return above === '' ? String(key) : `${above}.${key}`
}

/** Whether a value is an object, not a list. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/**
 * A member of an object, under the first of its names that is there; `undefined` where it is absent or null. Inherited
 * names, such as `constructor`, are none.
 *
 * @throws OffprintError `ERR_INPUT` for a value that is no object.
 */
export function member(of: JsonValue, ...names: readonly string[]): JsonValue | undefined {
  const { value, format } = of
  if (!isObject(value)) throw wrongValue(of, 'an object')
  for (const key of names) {
    if (Object.hasOwn(value, key) && value[key] !== null)
      return { value: value[key], format, parent: of, key }
  }
  return undefined
}

/**
 * The items of a list that an object has; none where it is absent.
 *
 * @throws OffprintError `ERR_INPUT` for a member that is no list.
 */
export function itemsOf(of: JsonValue, ...names: readonly string[]): JsonValue[] {
  const list = member(of, ...names)
  return list === undefined ? [] : itemsIn(list)
}

/** The items of a list. */
export function itemsIn(list: JsonValue): JsonValue[] {
  if (!Array.isArray(list.value)) throw wrongValue(list, 'a list')
  return list.value.map((value: unknown, key) => ({ value, format: list.format, parent: list, key }))
}

/**
 * The string that an object has; undefined where it is absent.
 *
 * @throws OffprintError `ERR_INPUT` for a member that is no string.
 */
export function stringOf(of: JsonValue, ...names: readonly string[]): string | undefined {
  const found = member(of, ...names)
  if (found === undefined) return undefined
  if (typeof found.value !== 'string') throw wrongValue(found, 'a string')
  return found.value
}

/** The number that an object has; NaN where it has none: boxes and confidences are no reason to lose a page. */
export function numberOf(of: JsonValue, ...names: readonly string[]): number {
  if (!isObject(of.value)) return NaN
  const value = member(of, ...names)?.value
  return typeof value === 'number' ? value : NaN
}
