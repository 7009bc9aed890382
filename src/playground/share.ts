import type { GivenText } from './messages.js'

/** A pair in the address of the page, behind `#`: it is never sent to a server. */
const PREFIX = '#pair='

/** The fragment of a pair: JSON, deflated, in the letters that an address may have. O(length). */
export async function toFragment(a: GivenText, b: GivenText): Promise<string> {
  const json = JSON.stringify([a.name, a.source, b.name, b.source])
  const bytes = await through(new TextEncoder().encode(json), new CompressionStream('deflate-raw'))
  let binary = ''
  // Arguments of a call are limited.
  for (let at = 0; at < bytes.length; at += 0x8000)
    binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000))
  return PREFIX + btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}

/** The pair of a fragment; undefined for any other fragment, and for one that was cut or changed. O(length). */
export async function fromFragment(
  fragment: string,
): Promise<readonly [a: GivenText, b: GivenText] | undefined> {
  if (!fragment.startsWith(PREFIX)) return undefined
  try {
    const binary = atob(fragment.slice(PREFIX.length).replaceAll('-', '+').replaceAll('_', '/'))
    const packed = Uint8Array.from(binary, (character) => character.charCodeAt(0))
    const bytes = await through(packed, new DecompressionStream('deflate-raw'))
    const fields: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    if (!Array.isArray(fields) || fields.length !== 4 || fields.some((field) => typeof field !== 'string'))
      return undefined
    const [nameA, sourceA, nameB, sourceB] = fields as string[]
    return [
      { name: nameA!, source: sourceA! },
      { name: nameB!, source: sourceB! },
    ]
  } catch {
    return undefined
  }
}

async function through(
  bytes: Uint8Array<ArrayBuffer>,
  transform: CompressionStream | DecompressionStream,
): Promise<Uint8Array> {
  const stream = new Blob([bytes]).stream().pipeThrough(transform)
  return new Uint8Array(await new Response(stream).arrayBuffer())
}
