import { describe, expect, test } from 'vitest'
import { splitmix32 } from '../../src/kernel/hash.js'
import { fingerprints } from '../../src/candidates/fingerprints.js'
import { DuplicateIndex } from '../../src/store/duplicate-index.js'
import { fold } from '../../src/text/fold.js'

function own(number: number, length: number): string {
  const next = splitmix32(number + 1)
  return Array.from({ length }, () => String.fromCharCode(0x4e00 + (next() % 20_000))).join('')
}

/** A phrase of 40 characters with just two fingerprints, wherever it stands. */
function phrase(from: number): string {
  for (let number = from; ; number++) {
    const text = own(number, 40)
    if (fingerprints(fold(text)).count === 2) return text
  }
}

describe('more than chance', () => {
  const N = 1500
  const common = phrase(100_000)
  const rare = phrase(200_000)
  const index = new DuplicateIndex<number>()
  for (let id = 0; id < N; id++) {
    index.add(id, own(id, 150) + (id === 700 ? rare : common) + own(N + id, 150), { limit: 1 })
  }
  const ids = (text: string) => index.candidates(text).candidates.map(({ id }) => id)

  test('two colinear fingerprints that one document has name it', () => {
    expect(ids(own(50_000, 200) + rare + own(50_001, 200))).toEqual([700])
  })

  test('two that most documents have name none', () => {
    expect(ids(own(50_000, 200) + common + own(50_001, 200))).toEqual([])
  })

  test('a document is found among those that share its phrase by what it alone has', () => {
    expect(ids(own(60_000, 100) + own(9, 150).slice(0, 100) + common + own(60_001, 100))).toEqual([9])
  })
})
