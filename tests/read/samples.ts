// Ways to make the input of readers: other encodings, chunks of any size, and what a reader made of it.
import type { OffprintError } from '../../src/kernel/errors.js'
import { decodeLoosely } from '../../src/read/bytes/decode.js'
import { encodingNamed } from '../../src/read/bytes/encoding.js'
import type { InputDocument, Ref } from '../../src/read/document.js'
import type { OnWarning, ReadWarning } from '../../src/read/warning.js'

const tables = new Map<string, Map<string, number[]>>()

/** All characters of one or two bytes of an encoding, by decoding every one. */
function tableOf(encoding: string): Map<string, number[]> {
  let table = tables.get(encoding)
  if (table !== undefined) return table
  table = new Map()
  const known = encodingNamed(encoding)
  const add = (...bytes: number[]) => {
    const text = decodeLoosely(Uint8Array.from(bytes), known)
    if ([...text].length === 1 && !text.includes('\ufffd') && !table!.has(text)) table!.set(text, bytes)
  }
  for (let a = 0; a < 256; a++) add(a)
  if (!/^(windows|iso|koi)/.test(encoding)) {
    for (let a = 0x81; a < 0xff; a++) for (let b = 0x40; b < 0xff; b++) add(a, b)
  }
  tables.set(encoding, table)
  return table
}

/** Text in an encoding; throws for a character that it lacks. */
export function encode(text: string, encoding = 'utf-8'): Uint8Array {
  if (encoding === 'utf-8') return new TextEncoder().encode(text)
  if (encoding === 'utf-16le' || encoding === 'utf-16be') {
    const bytes = new DataView(new ArrayBuffer(text.length * 2))
    for (let i = 0; i < text.length; i++) bytes.setUint16(i * 2, text.charCodeAt(i), encoding === 'utf-16le')
    return new Uint8Array(bytes.buffer)
  }
  const table = tableOf(encoding)
  return Uint8Array.from(
    [...text].flatMap((character) => {
      const bytes = table.get(character)
      if (bytes === undefined) throw new Error(`${character} is not in ${encoding}`)
      return bytes
    }),
  )
}

/** Bytes in pieces of these lengths, again and again. */
export function inChunks(bytes: Uint8Array, ...sizes: number[]): Uint8Array[] {
  const chunks: Uint8Array[] = []
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const size = Math.max(1, sizes[i % sizes.length]!)
    // Copies: nobody may rely on neighbouring chunks.
    chunks.push(bytes.slice(at, at + size))
    at += size
  }
  return chunks
}

export interface Reading {
  readonly documents: InputDocument[]
  readonly rejects: { readonly error: OffprintError; readonly ref: Ref }[]
  readonly messages: string[]
  readonly warnings: readonly ReadWarning[]
}

/** Everything a reader delivers and rejects. */
export async function collect(
  read: (
    onError: (error: OffprintError, ref: Ref) => void,
    onWarning: OnWarning,
  ) => AsyncIterable<InputDocument>,
): Promise<Reading> {
  const documents: InputDocument[] = []
  const rejects: { error: OffprintError; ref: Ref }[] = []
  const warnings: ReadWarning[] = []
  const reading = read(
    (error, ref) => rejects.push({ error, ref }),
    (warning) => warnings.push(warning),
  )
  for await (const document of reading) documents.push(document)
  return { documents, rejects, messages: rejects.map(({ error }) => error.message), warnings }
}

/** What a document says, without its bytes, which are compared on their own. */
export function plain({ documents, rejects }: Reading): unknown {
  return {
    documents: documents.map(({ id, text, ref, record, bytes, form }) => {
      return { id, text, ref, record, bytes: bytes && [...bytes], encoding: form?.encoding.name }
    }),
    rejects: rejects.map(({ error, ref }) => ({ code: error.code, message: error.message, ref })),
  }
}

/** News in each encoding, long enough for a guess. */
export const NEWS: Readonly<Record<string, string>> = {
  'utf-8': '昨日，市政府召开会议讨论新学校的建设计划，居民代表也参加了会议。',
  gb18030:
    '昨日，市政府召开会议讨论新学校的建设计划，居民代表也参加了会议。会议决定明年春天开工，预计两年完成。',
  big5: '昨日，市政府召開會議討論新學校的建設計劃，居民代表也參加了會議。會議決定明年春天開工，預計兩年完成。',
  shift_jis:
    '昨日、市議会は新しい学校の建設計画について話し合い、住民の代表も参加した。工事は来年の春に始まる予定だ。',
  'euc-kr':
    '어제 시의회는 새 학교 건설 계획을 논의했으며 주민 대표도 참석했다. 공사는 내년 봄에 시작될 예정이다.',
  'windows-1252':
    'Der Gemeinderat hat gestern über die Pläne für das neue Schulhaus beraten. Größere Änderungen „seien nötig“, sagte der Präsident.',
}
