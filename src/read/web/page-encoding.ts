import { decodeHeader } from '../bytes/decode.js'
import { chooseEncoding, type DeclaredEncoding, type EncodingChoice } from '../bytes/detect.js'
import { encodingOrNull, type Encoding } from '../bytes/encoding.js'

/**
 * The encoding of a page: as `chooseEncoding` finds it, and what the header of the transport and the page itself declare.
 * O(length).
 *
 * @param charset the encoding that a header of the transport names
 * @param given the encoding that the caller names
 */
export async function pageEncoding(
  bytes: Uint8Array,
  charset?: string,
  given?: Encoding,
): Promise<EncodingChoice> {
  const declared: DeclaredEncoding[] = []
  if (charset !== undefined) declared.push({ label: charset, by: 'its header' })
  const inPage = declaredIn(decodeHeader(bytes.subarray(0, PRESCAN)))
  if (inPage !== null) declared.push(inPage)
  return chooseEncoding(bytes, declared, given)
}

/**
 * Number of bytes in which a page may name its encoding. Browsers look at the first 1,024 and begin anew when they meet a
 * `<meta>` behind them (https://html.spec.whatwg.org/#changing-the-encoding-while-parsing); scripts may come before it.
 */
const PRESCAN = 2 ** 20

/** What may stand before the `<meta>` and hold none, and how it ends: comments, and elements whose content is text. */
const OPAQUE: readonly (readonly [begin: string, end: string])[] = [
  ['<!--', '-->'],
  ['<script', '</script'],
  ['<style', '</style'],
  ['<title', '</title'],
  ['<textarea', '</textarea'],
  ['<xmp', '</xmp'],
]

/** The encoding that a page declares: in the first `<meta>` that names one, else in its XML declaration. O(length). */
function declaredIn(head: string): DeclaredEncoding | null {
  const lower = head.toLowerCase()
  for (let at = lower.indexOf('<'); at >= 0; at = lower.indexOf('<', at)) {
    const opaque = OPAQUE.find(([begin]) => lower.startsWith(begin, at))
    if (opaque !== undefined) {
      const end = lower.indexOf(opaque[1], at)
      if (end < 0) break
      at = end + opaque[1].length
      continue
    }
    if (/^<meta[\s/]/.test(lower.slice(at, at + 6))) {
      const label = charsetOf(head.slice(at, tagEnd(lower, at)))
      // A page that can be read as ASCII up to here is not UTF-16, whatever it says.
      const isWide = label !== undefined && encodingOrNull(label)?.unit === 2
      if (label !== undefined) return { label: isWide ? 'utf-8' : label, by: 'its <meta>' }
    }
    at++
  }
  const [, label] = /^\s*<\?xml\b[^>]{0,200}?\sencoding\s*=\s*["']?([\w.:-]+)/.exec(head.slice(0, 1024)) ?? []
  return label === undefined ? null : { label, by: 'its XML declaration' }
}

/** Longest `<meta>` that is read, in characters. */
const MAX_TAG = 2048

/** Where a tag ends: at its `>`, or where the next one begins, so that many open tags cost linear time. */
function tagEnd(source: string, from: number): number {
  const [tag] = /^<[^<>]*/.exec(source.slice(from, from + MAX_TAG))!
  return from + tag.length
}

/** The encoding that one `<meta>` names: in `charset`, or in the `content` of a content type. */
function charsetOf(tag: string): string | undefined {
  const attributes = new Map<string, string>()
  for (const [, name, double, single, bare] of tag.matchAll(
    /([^\s"'=<>/]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/g,
  )) {
    const key = name!.toLowerCase()
    if (!attributes.has(key)) attributes.set(key, double ?? single ?? bare!)
  }
  const charset = attributes.get('charset')
  if (charset !== undefined) return charset.trim()
  const content = attributes.get('content') ?? ''
  const equivalent = attributes.get('http-equiv')?.trim().toLowerCase()
  const isType = equivalent === 'content-type' || /^\s*text\/html\b/i.test(content)
  const [, label] = isType ? (/charset\s*=\s*["']?\s*([\w.:-]+)/i.exec(content) ?? []) : []
  return label
}
