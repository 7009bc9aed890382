import { expect, test } from 'vitest'
import {
  estimateNote,
  interruptedNote,
  parquetNote,
  tellsPeople,
  timingNote,
} from '../../../src/job/dedupe/notes.js'
import type { DedupeJob } from '../../../src/job/dedupe/options.js'
import { VerdictCounts } from '../../../src/job/dedupe/summary.js'

test.each([
  [{}, true, false, true],
  [{ quiet: true }, false, true, false],
  [{ json: true, output: '-' }, true, false, false],
  [{ json: true, output: '-' }, true, true, true],
  [{ json: true, output: 'kept' }, false, false, true],
  // Without -o, --json lists the verdicts, and the counts are for people.
  [{ json: true }, true, false, true],
])('%j, standard output taken %s, a terminal %s: people are told %s', (job, stdoutTaken, isTTY, told) => {
  expect(tellsPeople(job as DedupeJob, { stderr: { isTTY } as never }, stdoutTaken)).toBe(told)
})

test('a short run does not say how fast it was; on a terminal two seconds are enough', () => {
  const counts = new VerdictCounts()
  for (let i = 0; i < 40; i++) {
    counts.add({ document: { text: 'x'.repeat(1e6) } as never, kept: true, matches: [], truncated: false })
  }
  const summary = counts.summary(0, { count: 0, largest: [] })
  expect(timingNote(summary, 1.9, 5e6, true)).toBe('')
  expect(timingNote(summary, 2, 5e6, false)).toBe('')
  const note =
    '20 s · 2 documents a second · 2.0 million characters a second · 5 MB of tables and texts in memory\n'
  expect(timingNote(summary, 20, 5e6, true)).toBe(note)
  expect(timingNote(summary, 20, 5e6, false)).toBe(note)
})

test('estimates, formats and interrupts', () => {
  const estimate = { documents: 12, bytes: 5e6, memory: 1e6, spills: true }
  expect(estimateNote(estimate, 'tmp')).toBe(
    'offprint: 12 documents take about 5 MB of tables and texts; what is beyond --memory, 1 MB, goes to tmp\n',
  )
  expect(estimateNote(estimate)).toContain('goes to the temporary folder\n')
  expect(estimateNote({ ...estimate, spills: false })).toContain('; no more than --memory\n')
  expect([parquetNote(0), parquetNote(2)]).toEqual(['', 'offprint: 2 of Parquet, written as JSON Lines\n'])
  expect(interruptedNote([])).toBe('offprint: interrupted\n')
  expect(interruptedNote(['a.partial', 'b.partial'])).toBe(
    'offprint: interrupted; complete lines so far are in a.partial, b.partial\n',
  )
})
