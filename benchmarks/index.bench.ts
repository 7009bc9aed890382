/**
 * Question: what do the two modes of the index cost among a million documents, and do they stay linear under attack?
 *
 * Documents are made, of about 1 KB: words of random letters in the frequencies of English, so that no two documents have
 * 16 letters in a row in common, which is checked on a sample of all 16-grams. The peer is the usual index of bands in a
 * `Map` of strings, with the same signatures. `--documents N` sets the number, `--only
 * resemblance` (or another part) measures one part.
 */
import { pairsInBands } from '../src/candidates/band-pairs.js'
import { DuplicateIndex } from '../src/store/duplicate-index.js'
import { featuresOf } from '../src/candidates/features.js'
import { indexSettings } from '../src/store/index-options.js'
import { splitmix32 } from '../src/kernel/hash.js'
import { sketch } from '../src/sketch/signature.js'
import { keepRecord, median, report, SMOKE } from './harness.js'

const asked = process.argv.indexOf('--documents')
const N = asked > 0 ? Number(process.argv[asked + 1]) : SMOKE ? 1500 : 1_000_000
const LENGTH = 1000
const PEER = Math.min(N, SMOKE ? 500 : 100_000)
const LETTERS =
  'eeeeeeeeeeeetttttttttaaaaaaaaooooooooiiiiiiinnnnnnnsssssshhhhhhrrrrrrddddlllluuucccmmmwwffggyyppbbvk'

/** Document i: the same every time, unlike any other. */
function document(i: number): string {
  const next = splitmix32(0x5eed + i)
  let text = ''
  while (text.length < LENGTH) {
    let word = next()
    const length = 2 + (word & 7)
    let bits = next()
    for (let k = 0; k < length; k++) {
      text += LETTERS[bits % 100]
      bits = k === 3 ? next() : Math.floor(bits / 100)
      word >>>= 3
    }
    text += ' '
  }
  return text.slice(0, LENGTH)
}

/** A noisy copy: one letter in 25 is another. */
function copyOf(i: number): string {
  const next = splitmix32(77 + i)
  return Array.from(document(i), (letter) => (next() % 25 === 0 ? LETTERS[next() % 100] : letter)).join('')
}

/** One 16-gram in 512, chosen by its hash: those of different documents must differ. */
function proveDistinct(): void {
  const grams: number[] = []
  const count = Math.min(N, 200_000)
  for (let i = 0; i < count; i++) {
    const letters = document(i).replaceAll(' ', '')
    const seen = new Set<number>()
    for (let at = 0; at + 16 <= letters.length; at += 1) {
      let low = 0
      let high = 0
      for (let k = at; k < at + 16; k++) {
        low = (Math.imul(low, 0x524b56d3) + letters.charCodeAt(k)) | 0
        high = (Math.imul(high, 0x6ea0880b) + letters.charCodeAt(k)) | 0
      }
      low = Math.imul(low ^ (low >>> 15), 0x85ebca6b)
      if (low >>> 23 === 0) seen.add((low >>> 0) * 2 ** 21 + (high >>> 11))
    }
    grams.push(...seen)
  }
  const sorted = Float64Array.from(grams).sort()
  let same = 0
  for (let i = 1; i < sorted.length; i++) if (sorted[i] === sorted[i - 1]) same++
  report(
    `${count} documents of ${LENGTH} characters: of ${sorted.length} sampled 16-grams ${same} stand in two documents`,
  )
}

const microseconds = (milliseconds: number, count: number) => ((milliseconds * 1000) / count).toFixed(2)

/** Time of a call for each of some documents, in microseconds: the median. */
function each(count: number, run: (i: number) => unknown): number {
  const times: number[] = []
  for (let i = 0; i < count; i++) {
    const start = performance.now()
    run(i)
    times.push((performance.now() - start) * 1000)
  }
  return median(times)
}

/** Documents that are timed together: processor time, unlike the clock, leaves other work of the machine out. */
const BATCH = SMOKE ? 150 : 2000

/** Milliseconds. */
function processorTime(run: () => void): number {
  const from = process.cpuUsage()
  run()
  const { user, system } = process.cpuUsage(from)
  return (user + system) / 1000
}

const sample = (at: number, size: number) => Math.floor(((at + 0.5) * size) / 1000) % size

function resemblance(): void {
  const settings = indexSettings({ mode: 'resemblance' })
  const index = new DuplicateIndex<number>({ mode: 'resemblance' })
  globalThis.gc?.()
  const before = process.memoryUsage()
  let adding = 0
  let signing = 0
  const marks = new Set([N / 10, N].map(Math.floor))
  for (let from = 0; from < N; from += BATCH) {
    const texts = Array.from({ length: Math.min(BATCH, N - from) }, (_, i) => document(from + i))
    // Signing alone, of the same documents.
    signing += processorTime(() => texts.forEach((text) => featuresOf(text, settings.featureSettings)))
    adding += processorTime(() => texts.forEach((text, i) => index.add(from + i, text)))
    const size = from + texts.length
    if (!marks.has(size)) continue
    const copies = Array.from({ length: BATCH }, (_, at) =>
      copyOf(sample(at % 1000, size) + (at > 999 ? 1 : 0)),
    )
    const signAlone = processorTime(() =>
      copies.forEach((text) => featuresOf(text, settings.featureSettings)),
    )
    const query = processorTime(() => copies.forEach((text) => index.query(text)))
    const { bytes, segments } = index.stats()
    report(
      `resemblance, ${size} documents: ${(bytes / size).toFixed(0)} bytes a document in ${segments} segments; processor time: add ${microseconds(adding, size)} µs, of it signing ${microseconds(signing, size)}; query ${microseconds(query, BATCH)} µs, of it signing ${microseconds(signAlone, BATCH)}`,
    )
  }
  globalThis.gc?.()
  const after = process.memoryUsage()
  const held = after.heapUsed + after.arrayBuffers - before.heapUsed - before.arrayBuffers
  report(`  measured: ${(held / N).toFixed(0)} bytes a document of heap and buffers, all told`)
  peer()
}

/** The same job done once, for signatures that are at hand: random ones, and a tenth with an earlier one's slots but ten. */
function batch(): void {
  const settings = indexSettings({ mode: 'resemblance' })
  const { slots, banding } = settings.featureSettings
  const next = splitmix32(6)
  const signatures = new Uint8Array(N * slots)
  for (let i = 0; i < signatures.length; i++) signatures[i] = next()
  for (let i = 10; i < N; i += 10) {
    signatures.copyWithin(i * slots, (i - 7) * slots, (i - 6) * slots)
    for (let k = 0; k < 10; k++) signatures[i * slots + (next() % slots)] = next()
  }
  const start = performance.now()
  let pairs = 0
  pairsInBands(signatures, slots, banding, () => pairs++)
  report(
    `batch, ${N} signatures: ${microseconds(performance.now() - start, N)} µs a document, ${pairs} pairs of ${Math.floor((N - 1) / 10)} planted`,
  )
}

/** The usual: a Map from the string of a band to a list of ids. */
function peer(): void {
  const bands = new Map<string, number[]>()
  const keysOf = (text: string) => {
    const { values } = sketch(text).slots
    return Array.from(
      { length: 17 },
      (_, band) => `${band}:${values.subarray(5 * band, 5 * band + 5).join(',')}`,
    )
  }
  let adding = 0
  for (let i = 0; i < PEER; i++) {
    const keys = keysOf(document(i))
    const start = performance.now()
    for (const key of keys) {
      const list = bands.get(key)
      if (list === undefined) bands.set(key, [i])
      else list.push(i)
    }
    adding += performance.now() - start
  }
  const asking: number[] = []
  for (let at = 0; at < 1000; at++) {
    const { values } = sketch(copyOf(sample(at, PEER))).slots
    const start = performance.now()
    const found = new Set<number>()
    for (let band = 0; band < 17; band++) {
      const key = `${band}:${values.subarray(5 * band, 5 * band + 5).join(',')}`
      for (const id of bands.get(key) ?? []) found.add(id)
    }
    asking.push((performance.now() - start) * 1000)
  }
  report(
    `  peer, Map of strings, ${PEER} documents: add ${microseconds(adding, PEER)} µs without making keys, query ${median(asking).toFixed(2)} µs with them`,
  )
}

function passages(): void {
  const settings = indexSettings({})
  const index = new DuplicateIndex<number>()
  globalThis.gc?.()
  const before = process.memoryUsage()
  let adding = 0
  const marks = new Set([N / 10, N].map(Math.floor))
  for (let i = 0; i < N; i++) {
    const text = document(i)
    const start = performance.now()
    index.add(i, text)
    adding += performance.now() - start
    if (!marks.has(i + 1)) continue
    const size = i + 1
    const copies = Array.from({ length: 1000 }, (_, at) => copyOf(sample(at, size)))
    const look = each(1000, (at) => featuresOf(copies[at], settings.featureSettings))
    const candidates = each(1000, (at) => index.candidates(copies[at]))
    let found = 0
    const query = each(1000, (at) => {
      if (index.query(copies[at]).matches.some(({ id }) => id === sample(at, size))) found++
    })
    const { bytes, textBytes, segments, verified } = index.stats()
    report(
      `passages, ${size} documents: ${(bytes / size).toFixed(0)} bytes a document beyond ${(textBytes / size).toFixed(0)} of text, in ${segments} segments; add ${microseconds(adding, size)} µs; fold, sample and sign ${look.toFixed(0)} µs, candidates ${candidates.toFixed(0)}, query ${query.toFixed(0)}; ${found} of 1000 noisy copies found, ${verified} aligned`,
    )
  }
  globalThis.gc?.()
  const after = process.memoryUsage()
  const held = after.heapUsed + after.arrayBuffers - before.heapUsed - before.arrayBuffers
  report(`  measured: ${(held / N).toFixed(0)} bytes a document of heap and buffers, texts among them`)
}

/** 300 documents a second, kept for a while: memory over ten windows. */
function window(): void {
  const size = SMOKE ? 300 : 30_000
  const index = new DuplicateIndex<number>()
  const bytes: number[] = []
  let spent = 0
  for (let i = 0; i < 10 * size; i++) {
    const text = i % 20 === 19 ? copyOf(i - 7) : document(i)
    const start = performance.now()
    index.add(i, text, { at: i / 300 })
    if (i % 300 === 299) index.expire((i - size) / 300)
    spent += performance.now() - start
    if (i % size === size - 1) {
      const stats = index.stats()
      bytes.push((stats.bytes + stats.textBytes) / 1e6)
    }
  }
  report(
    `window of ${size} documents, ten times over: ${((10 * size) / (spent / 1000)).toFixed(0)} documents a second; MB at the end of each window: ${bytes.map((mb) => mb.toFixed(0)).join(' ')}`,
  )
}

function snapshot(): void {
  const size = SMOKE ? 500 : Math.min(N, 100_000)
  const index = new DuplicateIndex<number>()
  for (let i = 0; i < size; i++) index.add(i, document(i))
  const start = performance.now()
  const bytes = index.toBytes()
  const written = performance.now()
  const again = DuplicateIndex.fromBytes<number>(bytes)
  const read = performance.now()
  const mb = bytes.length / 1e6
  report(
    `snapshot of ${size} documents, ${mb.toFixed(0)} MB: written at ${(mb / ((written - start) / 1000)).toFixed(0)} MB/s, opened at ${(mb / ((read - written) / 1000)).toFixed(0)} MB/s; ${again.query(copyOf(7)).matches.length} match found in it`,
  )
}

function hostile(): void {
  const scale = SMOKE ? 0.001 : 1
  const timed = (
    name: string,
    sizes: readonly number[],
    make: (i: number, n: number) => string,
    limit = 4,
  ) => {
    const parts = sizes.map((full) => {
      const n = Math.max(1, Math.floor(full * scale))
      const index = new DuplicateIndex<number>()
      const start = performance.now()
      for (let i = 0; i < n; i++) index.add(i, make(i, n), { limit })
      const { bytes, textBytes, capped } = index.stats()
      return `${n}: ${((performance.now() - start) / 1000).toFixed(1)} s, ${((bytes + textBytes) / 1e6).toFixed(0)} MB, ${capped} capped`
    })
    report(`hostile, ${name}: ${parts.join('; ')}`)
  }
  const same = document(1)
  timed('identical documents', [100_000, 1_000_000], () => same, 1)
  const boilerplate = document(2) + document(3)
  timed(
    'one long boilerplate',
    [50_000, 100_000, 200_000],
    (i) => `${document(i).slice(0, 120)}\n${boilerplate}`,
    1,
  )
  // Sets that differ in little else than one shingle meet in nearly every band.
  timed(
    'in every band',
    [20_000, 40_000],
    (i) => boilerplate + String.fromCharCode(0x4e00 + (i % 20_000)).repeat(5),
    1,
  )
  let long = ''
  while (long.length < 50_000_000 * scale) long += document(long.length)
  timed('one long document', [1], () => long)
  timed('one character', [1], () => 'a'.repeat(Math.floor(50_000_000 * scale)))
}

const parts = { proveDistinct, resemblance, batch, passages, window, snapshot, hostile }
const only = process.argv.indexOf('--only')
for (const [name, run] of Object.entries(parts)) {
  if (only < 0 || process.argv[only + 1] === name) run()
}
if (only < 0) keepRecord('index')
