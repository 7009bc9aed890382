// Prints the answers of bytes.mjs as JSON, given by the `offprint` that is installed; here, by the built files:
//
//     npm run build && node tests/vectors/generate-bytes.mjs > tests/vectors/bytes-v1.json
//
// Options: --twin hides WebAssembly; --data names the folder of this repository's texts and vectors.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { bytes } from './bytes.mjs'

const { values } = parseArgs({
  options: {
    twin: { type: 'boolean', default: false },
    data: { type: 'string', default: fileURLToPath(new URL('../..', import.meta.url)) },
  },
})
if (values.twin) delete globalThis.WebAssembly

const read = (file) => readFileSync(`${values.data}/${file}`, 'utf8')
const seeds = [0, 1, 2, 3, 4].map((number) => read(`fixtures/seeds/texts/00${number}.txt`))
const stored = JSON.parse(read('tests/vectors/signatures-v1.json'))
const answers = await bytes(await import('offprint'), await import('offprint/sketch'), seeds, stored)
process.stdout.write(JSON.stringify(answers, null, 2) + '\n')
