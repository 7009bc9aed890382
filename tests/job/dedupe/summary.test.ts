import { expect, test } from 'vitest'
import type { Arrival } from '../../../src/job/dedupe/arrival.js'
import type { ResolvedVerdict } from '../../../src/job/dedupe/resolved-verdict.js'
import { summaryText, VerdictCounts } from '../../../src/job/dedupe/summary.js'

const NONE = { count: 0, largest: [] }

function verdict(
  kept: boolean,
  length: number,
  ...matches: { relation: string; isReference?: boolean; exact?: boolean }[]
): ResolvedVerdict {
  return {
    document: { text: 'x'.repeat(length) } as Arrival,
    kept,
    matches: matches.map(({ relation, isReference = false, exact = true }) => ({
      match: { relation, exact },
      isReference,
    })) as unknown as ResolvedVerdict['matches'],
    truncated: false,
  }
}

test('counts documents, characters and relations', () => {
  const counts = new VerdictCounts()
  counts.add(verdict(true, 10))
  counts.add(verdict(true, 20, { relation: 'overlaps' }, { relation: 'overlaps', exact: false }))
  counts.add(verdict(true, 30, { relation: 'duplicate' }))
  counts.add(verdict(false, 40, { relation: 'duplicate' }))
  counts.add(verdict(false, 50, { relation: 'contained', isReference: true }))
  const summary = counts.summary(2, NONE)
  expect(summary).toEqual({
    documents: 5,
    kept: 3,
    tied: 2,
    removed: 2,
    known: 1,
    rejected: 2,
    characters: { read: 150, kept: 60, removed: 90 },
    relations: { duplicate: 2, contained: 1, contains: 0, overlaps: 1 },
    removals: { duplicate: 1, contained: 1, contains: 0, overlaps: 0 },
    inexact: 1,
    truncated: 0,
    clusters: NONE,
  })
})

test('for people', () => {
  const counts = new VerdictCounts()
  expect(summaryText(counts.summary(0, NONE))).toBe('0 documents: 0 kept, 0 removed\n')
  for (let i = 0; i < 1200; i++) counts.add(verdict(true, 1))
  counts.add(verdict(false, 7, { relation: 'duplicate', exact: false }))
  const clusters = { count: 1, largest: [{ keeper: 'a\tb', size: 3 }] }
  expect(summaryText(counts.summary(1, clusters))).toBe(
    '1,201 documents: 1,200 kept, 1 removed; 1 record skipped\n' +
      'removed: 1 duplicate; 7 of 1,207 characters\n' +
      'largest of 1 cluster: 3 × a⇥b\n' +
      '1 alignment cut short by the budget (exact: false)\n',
  )
})
