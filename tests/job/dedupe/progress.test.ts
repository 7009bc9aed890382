import { Writable } from 'node:stream'
import { describe, expect, test } from 'vitest'
import {
  megabytes,
  progressLine,
  ProgressTracker,
  rateName,
  StatusLine,
  timeName,
  type ShownProgress,
} from '../../../src/job/dedupe/progress.js'

const step: ShownProgress = {
  stage: 'giving',
  documents: 12_000,
  removed: 3400,
  skipped: 0,
  bytes: 56e6,
  share: 0.25,
}

function sink(isTTY: boolean) {
  const written: string[] = []
  const stream = new Writable({ write: (chunk, _encoding, done) => (written.push(String(chunk)), done()) })
  return { written, sink: Object.assign(stream, { isTTY }) }
}

test('counts, rate, share, what is left, memory', () => {
  expect(progressLine(step, 60_000)).toBe(
    '12,000 documents · 200 a second · 3,400 removed · 25 % · 3 min 0 s left · 56 MB',
  )
  expect(progressLine({ ...step, stage: 'reading' }, 1000)).toBe(
    'reading · 12,000 documents · 12,000 a second · 25 % · 56 MB',
  )
  // The tables of a store are not in memory.
  expect(progressLine({ ...step, bytes: 0 }, 60_000)).toMatch(/ left$/)
  const { share: _, ...unknown } = step
  expect(progressLine({ ...unknown, stage: 'deciding' }, 60_000)).toBe(
    'deciding · 12,000 documents · 200 a second · 3,400 removed · 56 MB',
  )
  expect([0.4, 59.6, 3599, 3600, 90_061].map(timeName)).toEqual([
    '0 s',
    '1 min 0 s',
    '59 min 59 s',
    '1 h 0 min',
    '25 h 1 min',
  ])
  expect([0, 1, 99_000, 100_000, 1_000_001].map(megabytes)).toEqual(['0 kB', '1 kB', '99 kB', '1 MB', '2 MB'])
})

test('rates say something, however slow or fast', () => {
  expect(
    (
      [
        [0, 3, 'document'],
        [1, 40, 'document'],
        [1, 1, 'document'],
        [99, 10, 'document'],
        [1234, 1, 'document'],
        [45_000, 10, 'character'],
        [34e6, 10, 'character'],
      ] as const
    ).map(([count, seconds, noun]) => rateName(count, seconds, noun)),
  ).toEqual([
    '0 documents a second',
    '0 documents a second',
    '1 document a second',
    '9.9 documents a second',
    '1,234 documents a second',
    '4,500 characters a second',
    '3.4 million characters a second',
  ])
})

test('the line fits: what matters least goes first', () => {
  const long: ShownProgress = { ...step, stage: 'against', documents: 1_234_567, bytes: 1e9 }
  for (const progress of [step, long, { ...step, stage: 'deciding' as const }]) {
    const whole = progressLine(progress, 3_600_000)
    for (let width = 5; width < 130; width++) {
      const line = progressLine(progress, 3_600_000, width)
      expect(line.length).toBeLessThanOrEqual(width)
      if (width >= 30) expect(line).toContain('25 %')
      if (width >= whole.length) expect(line).toBe(whole)
    }
  }
  expect(progressLine(step, 60_000, 59)).toBe('12,000 documents · 3,400 removed · 25 % · 3 min 0 s left')
  expect(progressLine(step, 60_000, 30)).toBe('12,000 documents · 25 %')
})

test.each([60, 80, 120, undefined])('on a terminal of %s columns it never reaches the last one', (width) => {
  const { written, sink: stream } = sink(true)
  const status = new StatusLine(Object.assign(stream, { columns: width }), true, () => 3_600_000)
  status.update('giving', () => ({ ...step, documents: 12_345_678, removed: 9_876_543, bytes: 98e9 }))
  expect(written).toHaveLength(1)
  const line = written[0]!.replace('\r\u001b[2K', '')
  expect(line.length).toBeLessThan(width ?? 80)
  expect(line).toContain('12,345,678 documents')
})

test('a terminal is drawn on ten times a second, a file gets a line every ten seconds', () => {
  for (const [isTTY, every] of [
    [true, 100],
    [false, 10_000],
  ] as const) {
    const { written, sink: stream } = sink(isTTY)
    let now = 0
    let asked = 0
    const progress = new StatusLine(stream, true, () => now)
    for (; now < 10 * every; now += every / 10) progress.update('giving', () => (asked++, step))
    expect(written).toHaveLength(isTTY ? 10 : 9)
    expect(asked).toBe(written.length)
    expect(written.every((line) => (isTTY ? line.startsWith('\r') : /^offprint: .*\n$/.test(line)))).toBe(
      true,
    )
    progress.clear()
    expect(written).toHaveLength(isTTY ? 11 : 9)
  }
})

test('the rate is that of the stage; --quiet says nothing', () => {
  const { written, sink: stream } = sink(false)
  let now = 0
  const progress = new StatusLine(stream, true, () => now)
  progress.update('reading', () => step)
  now = 100_000
  progress.update('deciding', () => ({ ...step, stage: 'deciding', documents: 10 }))
  now = 110_000
  progress.update('deciding', () => ({ ...step, stage: 'deciding', documents: 100 }))
  expect(written.at(-1)).toContain('100 documents · 10 a second')
  const quiet = sink(true)
  new StatusLine(quiet.sink, false, () => 1e6).update('giving', () => step)
  expect(quiet.written).toEqual([])
})

test('notes are for people who are told, errors for all; the line of progress is erased before both', () => {
  const told = sink(true)
  const status = new StatusLine(told.sink, true, () => 0)
  status.update('giving', () => step)
  status.say('a note\n')
  status.write('an error\n')
  expect(told.written.slice(1)).toEqual(['\r\u001b[2K', 'a note\n', 'an error\n'])
  const untold = sink(false)
  const silent = new StatusLine(untold.sink, false)
  silent.say('a note\n')
  silent.write('an error\n')
  expect(untold.written).toEqual(['an error\n'])
})

describe('the share that is done', () => {
  const progress = { removed: 0, skipped: 0, bytes: 7 }
  const files = { bytes: 1000, streams: false, bytesRead: () => 250 }
  const shareOf = (
    basis: ConstructorParameters<typeof ProgressTracker>[0],
    ...stages: [stage: ShownProgress['stage'], documents: number][]
  ) => {
    const tracker = new ProgressTracker(basis)
    const shown = stages.map(([stage, documents]) => {
      tracker.update({ ...progress, stage, documents })
      return tracker.shown({ ...progress, stage, documents }).share
    })
    return shown.at(-1)
  }

  test('counts bytes of files, and documents once a batch has read all', () => {
    expect(shareOf({ ...files, isBatch: false }, ['giving', 5])).toBe(0.25)
    expect(shareOf({ ...files, isBatch: true }, ['reading', 40])).toBe(0.25)
    expect(shareOf({ ...files, isBatch: true }, ['reading', 40], ['deciding', 30])).toBe(0.75)
    expect(shareOf({ ...files, isBatch: true }, ['reading', 40], ['giving', 10])).toBe(0.25)
  })

  test('is not known of streams, of a reference set and of nothing', () => {
    expect(shareOf({ ...files, isBatch: false, streams: true }, ['giving', 5])).toBeUndefined()
    expect(shareOf({ ...files, isBatch: false, bytes: 0 }, ['giving', 5])).toBeUndefined()
    expect(shareOf({ ...files, isBatch: true }, ['against', 5])).toBeUndefined()
  })

  test('the peak of memory stays', () => {
    const tracker = new ProgressTracker({ ...files, isBatch: false })
    for (const bytes of [3, 9, 4]) tracker.update({ ...progress, bytes, stage: 'giving', documents: 1 })
    expect(tracker.peakBytes).toBe(9)
  })
})
