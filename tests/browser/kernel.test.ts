import { describe, expect, test } from 'vitest'
import { compiledKernel, type Kernel } from '../../src/kernel/kernel.js'
import { CHUNK, twinKernel } from '../../src/kernel/twin.js'
import { hashText } from '../../src/sketch/shingle-hashes.js'
import { fold } from '../../src/text/fold.js'
import { streamFolded } from '../../src/text/folded-stream.js'
import { SEEDS } from './seeds.js'

const compiled = compiledKernel()
const twin = twinKernel()

/** What meets the exact path, across the border of a chunk and inside one; the seeds; what is too short for a shingle. */
const HARD = 'ßﬁe\u0301\u1100\u1161\u11a8ｶﾞ㌔\u00ad\u200d\ud800|\udc00ก็हिन्दी𠀀𝐀👩‍👧İ½樣ΑΣ\u0345'
const filler = SEEDS[2].repeat(6).slice(0, CHUNK - 8)
const TEXTS = ['', 'a', '科学', ...SEEDS, HARD, HARD.repeat(40), filler + HARD + filler, SEEDS[4].repeat(8)]

function folded(kernel: Kernel, text: string, script: boolean): number[] {
  const units: number[] = []
  streamFolded(kernel, text, script, (n) => {
    for (const unit of kernel.folded.subarray(0, n)) units.push(unit)
    return 0
  })
  return units
}

function hashes(kernel: Kernel, text: string): number[] {
  const all: number[] = []
  hashText(kernel, text, true, (n) => {
    for (const hash of kernel.hashes.subarray(0, n)) all.push(hash)
  })
  return all
}

function slots(kernel: Kernel, text: string, k: number): number[] {
  let count = 0
  let distinct = 0
  kernel.clear(k)
  const gather = (n: number) => {
    count = n
    distinct = kernel.gather(n, k, 0x5bd1e995)
  }
  hashText(kernel, text, true, gather, { k, salt: 0x5bd1e995 })
  const first = [kernel.open(), distinct, ...kernel.slots.subarray(0, k)]
  if (distinct <= k) kernel.collect()
  const set = distinct <= k ? kernel.sorted.slice(0, distinct) : []
  if (count > 0) kernel.complete(count, k, 7)
  return [...first, ...set, ...kernel.slots.subarray(0, k), ...kernel.rounds.subarray(0, k)]
}

test('the compiled kernel compiles', () => {
  expect(compiled?.compiled).toBe(true)
})

describe.each(TEXTS.map((text, i) => [i, text] as const))('compiled and twin, text %i', (_, text) => {
  test('fold to the same units', () => {
    for (const script of [true, false]) {
      const units = folded(compiled!, text, script)
      expect(units).toEqual(folded(twin, text, script))
      expect(units).toEqual([...fold(text, { script }).units])
    }
  })

  test('give the same hashes and slots', () => {
    expect(hashes(compiled!, text)).toEqual(hashes(twin, text))
    for (const k of [1, 128, 1000]) expect(slots(compiled!, text, k)).toEqual(slots(twin, text, k))
  })
})
