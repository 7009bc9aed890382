/**
 * Question: how fast is string → signature, beside what people use today?
 *
 * Peers: the usual regex folding, slicing and npm `minhash`, in the same rounds; datasketch and rensa in Python on the
 * same texts, where `OFFPRINT_PYTHON` names an interpreter that has them.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Minhash } from 'minhash'
import { compiledKernel, type Kernel } from '../src/kernel/kernel.js'
import { twinKernel } from '../src/kernel/twin.js'
import { hashText } from '../src/sketch/shingle-hashes.js'
import { sketch } from '../src/sketch/signature.js'
import { useKernel } from '../src/kernel/kernel.js'
import { fold } from '../src/text/fold.js'
import { streamFolded } from '../src/text/folded-stream.js'
import { chinese, english } from './corpora.js'
import { cutDocuments, keepRecord, race, report, SMOKE, type Timing } from './harness.js'

const NOT_TEXT = /[^\p{L}\p{M}\p{N}]+/gu
const regexFold = (text: string) => text.normalize('NFKC').toLowerCase().replace(NOT_TEXT, '')

/** What a JavaScript user writes today. */
function usual(size: number, k: number) {
  return (text: string) => {
    const folded = regexFold(text)
    const minhash = new Minhash({ numPerm: k })
    for (let i = 0; i + size <= folded.length; i++) minhash.update(folded.slice(i, i + size))
    return minhash.hashvalues
  }
}

/** The whole path on one kernel. */
function ours(kernel: Kernel, k: number) {
  return (text: string) => {
    useKernel(kernel)
    return sketch(text, { k }).slots
  }
}

const compiled = compiledKernel()
const twin = twinKernel()
if (compiled === null) throw new Error('this runtime has no WebAssembly with SIMD; the benchmark needs it')

const languages = [
  { name: 'Chinese', texts: chinese(), size: 5 },
  { name: 'English', texts: english(), size: 8 },
]

for (const { name, texts, size } of languages) {
  if (texts === undefined) continue
  const documents = cutDocuments(texts, SMOKE ? 4 : 1500, 1500)
  const kept = documents.reduce((sum, text) => sum + fold(text).length, 0) / documents.length
  report(
    `${name}: ${documents.length} distinct documents of 1,500 characters, ${kept.toFixed(0)} of them letters`,
  )
  const share = SMOKE ? 1 : 6 / documents.length
  const whole = race(documents, [
    { name: 'string → signature, WebAssembly, k = 128', run: ours(compiled, 128) },
    { name: 'string → signature, TypeScript, k = 128', run: ours(twin, 128) },
    { name: 'regex fold + slice + npm minhash, k = 128', run: usual(size, 128), share },
  ])
  table(whole, whole[2], 'against npm minhash')

  const hashes = (kernel: Kernel) => (text: string) => hashText(kernel, text, true, () => {})
  const units = (kernel: Kernel) => (text: string) => streamFolded(kernel, text, true, () => 0)
  const folds = race(documents, [
    { name: 'fold, WebAssembly', run: units(compiled) },
    { name: 'fold, TypeScript', run: units(twin) },
    { name: 'fold with offset map, TypeScript', run: (text) => fold(text).length },
    { name: 'regex fold', run: regexFold, share: SMOKE ? 1 : 0.2 },
  ])
  table(folds, folds[3], 'against the regex')
  const stages = race(documents, [
    { name: 'fold + shingle, WebAssembly', run: hashes(compiled) },
    { name: 'fold + shingle, TypeScript', run: hashes(twin) },
  ])
  table(stages, stages[1], 'against TypeScript')

  const long = cutDocuments(texts, SMOKE ? 2 : 60, SMOKE ? 4000 : 40_000)
  const byK = race(
    long,
    [128, 256].map((k) => ({
      name: `documents of ${long[0].length} characters, k = ${k}`,
      run: ours(compiled, k),
    })),
  )
  table(byK, byK[0], 'of k = 128')

  for (const length of [50, 100, 300]) {
    const short = cutDocuments(texts, SMOKE ? 4 : 3000, length)
    const timings = race(short, [
      { name: `${length} characters, WebAssembly`, run: ours(compiled, 128) },
      { name: `${length} characters, TypeScript`, run: ours(twin, 128) },
      { name: `${length} characters, npm minhash`, run: usual(size, 128), share: SMOKE ? 1 : 0.01 },
    ])
    for (const timing of timings) {
      report(`  ${timing.name.padEnd(46)} ${timing.perDocument.toFixed(2).padStart(9)} µs a document`)
    }
  }
  peers(documents, size, whole[0])
  report()
}
useKernel(compiled)
steadyMemory()
keepRecord('sketch')

function table(timings: readonly Timing[], base: Timing, against: string): void {
  for (const { name, perCharacter } of timings) {
    const ratio = base.perCharacter / perCharacter
    report(
      `  ${name.padEnd(46)} ${perCharacter.toFixed(2).padStart(9)} ns a character ${ratio.toFixed(ratio < 10 ? 2 : 0).padStart(7)} × ${against}`,
    )
  }
}

/** datasketch 2 and rensa, end to end on the same documents in the same minute. */
function peers(documents: readonly string[], size: number, ours: Timing): void {
  const python = process.env.OFFPRINT_PYTHON
  if (python === undefined) {
    report('  skipped: datasketch and rensa (set OFFPRINT_PYTHON to an interpreter that has them)')
    return
  }
  const work = mkdtempSync(path.join(tmpdir(), 'offprint-bench-'))
  const file = path.join(work, 'documents.json')
  writeFileSync(file, JSON.stringify(documents))
  const run = spawnSync(python, ['benchmarks/peers.py', file, String(size)], { encoding: 'utf8' })
  rmSync(work, { recursive: true })
  if (run.status !== 0) {
    report(`  skipped: datasketch and rensa (${run.stderr.trim().split('\n').at(-1)})`)
    return
  }
  for (const { name, nanoseconds } of JSON.parse(run.stdout) as { name: string; nanoseconds: number }[]) {
    report(
      `  ${name.padEnd(46)} ${nanoseconds.toFixed(2).padStart(9)} ns a character ${(nanoseconds / ours.perCharacter).toFixed(1).padStart(7)} × slower than ours`,
    )
  }
}

/** A million short texts must leave heap and linear memory where they were. */
function steadyMemory(): void {
  const rounds = SMOKE ? 1_000 : 1_000_000
  const before = memory()
  for (let i = 0; i < rounds; i++) sketch(`第${i}号通告：本周${i % 7}图书馆闭馆，读者请于${i % 24}时前离开。`)
  const after = memory()
  report(
    `${rounds} short texts: heap ${((after.heap - before.heap) / 1e6).toFixed(1)} MB, array buffers ${((after.buffers - before.buffers) / 1e6).toFixed(1)} MB more than before`,
  )
}

function memory(): { heap: number; buffers: number } {
  globalThis.gc?.()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return { heap: heapUsed, buffers: arrayBuffers }
}
