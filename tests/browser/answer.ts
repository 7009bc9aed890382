// Runs in every place that the library is tested in: a page, a worker, both under a policy without WebAssembly.
import * as root from '../../src/index.js'
import { kernel } from '../../src/kernel/kernel.js'
import * as sketches from '../../src/sketch/index.js'
import { bytes } from '../vectors/bytes.mjs'
// Not as JSON: Vite's parser refuses the lone surrogates among its texts.
import stored from '../vectors/signatures-v1.json?raw'
import { SEEDS } from './seeds.js'

/** A scan and the clean text: a figure, a ligature and a hyphenation differ. */
const SCAN = 'On Monday, 14 May, the ofﬁcers of the lodge were in¬\nstalled by the Grand Master himself.'
const CLEAN = 'On Monday, 15 May, the officers of the lodge were installed by the Grand Master himself.'

export interface Answer {
  /** Whether the WebAssembly kernel serves. */
  readonly compiled: boolean
  readonly bytes: Awaited<ReturnType<typeof bytes>>
  readonly comparison: root.Comparison
}

export async function answer(): Promise<Answer> {
  return {
    compiled: kernel().compiled,
    bytes: await bytes(root, sketches, SEEDS, JSON.parse(stored)),
    comparison: root.compare(SCAN, CLEAN),
  }
}
