// Writes minhash-npm.jsonl: what npm minhash 0.0.9 answers in V8, so that an engine with other sines is noticed.
//
//   node generate-minhash-npm.mjs > minhash-npm.jsonl
//
// The sets are those of datasketch.jsonl; the records are of its kinds: versions, permutations, slots, pair.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { Minhash } from 'minhash'

const SEEDS = [1, 2, 42, 1000]
const SIZES = [1, 8, 64, 128, 256]
const PAIRS = [
  ['chinese', 'chinese, cut'],
  ['hundred', 'hundreds'],
  ['none', 'one'],
]

const sets = readFileSync(new URL('datasketch.jsonl', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line))
  .filter(({ kind }) => kind === 'set')

const write = (kind, fields) => console.log(JSON.stringify({ kind, ...fields }))

function digest(values) {
  const bytes = Buffer.alloc(4 * values.length)
  values.forEach((value, i) => bytes.writeUInt32LE(value, 4 * i))
  return createHash('sha1').update(bytes).digest('hex')
}

const { version } = createRequire(import.meta.url)('minhash/package.json')
write('versions', { minhash: version, node: process.versions.node, v8: process.versions.v8 })
for (const seed of SEEDS) {
  for (const k of SIZES) {
    const { permA, permB } = new Minhash({ numPerm: k, seed })
    write('permutations', { seed, k, a: digest(permA), b: digest(permB), first: [permA[0], permB[0]] })
    const made = new Map()
    for (const { name, tokens } of sets) {
      const minhash = new Minhash({ numPerm: k, seed })
      for (const token of tokens) minhash.update(token)
      made.set(name, minhash)
      const values = minhash.hashvalues
      write('slots', { seed, k, set: name, first: values.slice(0, 4), sha1: digest(values) })
    }
    if (k !== 128) continue
    for (const [x, y] of PAIRS)
      write('pair', { seed, k, sets: [x, y], jaccard: made.get(x).jaccard(made.get(y)) })
  }
}
