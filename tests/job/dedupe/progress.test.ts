import { Writable } from 'node:stream'
import { expect, test } from 'vitest'
import { megabytes, Progress, progressLine, timeName, type Step } from '../../../src/job/dedupe/progress.js'

const step: Step = { stage: 'giving', documents: 12_000, removed: 3400, skipped: 0, bytes: 56e6, share: 0.25 }

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

test('a terminal is drawn on ten times a second, a file gets a line every ten seconds', () => {
  for (const [isTTY, every] of [
    [true, 100],
    [false, 10_000],
  ] as const) {
    const { written, sink: stream } = sink(isTTY)
    let now = 0
    let asked = 0
    const progress = new Progress(stream, false, () => now)
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
  const progress = new Progress(stream, false, () => now)
  progress.update('reading', () => step)
  now = 100_000
  progress.update('deciding', () => ({ ...step, stage: 'deciding', documents: 10 }))
  now = 110_000
  progress.update('deciding', () => ({ ...step, stage: 'deciding', documents: 100 }))
  expect(written.at(-1)).toContain('100 documents · 10 a second')
  const quiet = sink(true)
  new Progress(quiet.sink, true, () => 1e6).update('giving', () => step)
  expect(quiet.written).toEqual([])
})
