import { expect, test } from 'vitest'
import type { Verdict } from '../../../src/dedupe/dedupe.js'
import { arrivalOf } from '../../../src/job/dedupe/arrival.js'
import { Checkpoint, type CheckpointHead } from '../../../src/job/dedupe/checkpoint.js'
import { resolveVerdict } from '../../../src/job/dedupe/resolved-verdict.js'
import { summaryText, VerdictCounts } from '../../../src/job/dedupe/summary.js'
import { workspace } from '../../workspace.js'

const arrival = arrivalOf({ id: 'a', text: 'some words', ref: { file: 'f' } } as never, 0, [])
const cut: Verdict<typeof arrival, number> = { document: arrival, kept: true, tied: [], truncated: true }
const whole: Verdict<typeof arrival, number> = { document: arrival, kept: true, tied: [] }

const summaryOf = (...verdicts: Verdict<typeof arrival, number>[]) => {
  const counts = new VerdictCounts()
  for (const verdict of verdicts) counts.add(resolveVerdict(verdict, () => arrival))
  return counts.summary(0, { count: 0, largest: [] })
}

test('the summary counts the documents whose search left candidates out, and says so', () => {
  expect(summaryOf(whole).truncated).toBe(0)
  expect(summaryText(summaryOf(whole))).not.toContain('truncated')
  expect(summaryOf(cut, whole, cut).truncated).toBe(2)
  expect(summaryText(summaryOf(cut, cut))).toContain(
    '2 documents resemble more others than were compared (truncated)\n',
  )
  expect(summaryText(summaryOf(cut))).toContain('1 document resembles more others')
})

test('a checkpoint keeps the mark for the run that goes on', async () => {
  workspace()
  const inventory = { files: 0, bytes: 0, streams: false, digest: '' }
  const head: CheckpointHead = {
    offprint: '0',
    folding: 1,
    options: {},
    inputs: inventory as never,
    against: inventory as never,
  }
  const checkpoint = await Checkpoint.create('c', head)
  for (const verdict of [cut, whole]) await checkpoint.add(verdict)
  await checkpoint.close(true)
  const resumed = Checkpoint.resume('c', head)
  expect(resumed.next(arrival)).toEqual({ kept: true, tied: [], truncated: true })
  expect(resumed.next(arrival)).toEqual({ kept: true, tied: [] })
  await resumed.close(false)
})
