import { expect, test } from 'vitest'
import { RepeatedLines } from '../../src/job/repeated-lines.js'

function told(act: (lines: RepeatedLines) => void): string[] {
  const written: string[] = []
  const lines = new RepeatedLines((line) => void written.push(line))
  act(lines)
  lines.finish()
  return written
}

const lacking = (n: number) =>
  `offprint: a.jsonl:${n} has no field "text" (the record has x${n}) [ERR_RECORD]\n`

test('three of a kind are told, the others counted, each kind for itself', () => {
  const written = told((lines) => {
    for (let n = 1; n <= 1203; n++) {
      lines.tell(lacking(n), `a.jsonl:${n}`)
      if (n % 500 === 0) lines.tell(`offprint: a.jsonl:${n} is not JSON [ERR_RECORD]\n`, `a.jsonl:${n}`)
    }
  })
  expect(written).toEqual([
    lacking(1),
    lacking(2),
    lacking(3),
    'offprint: a.jsonl:500 is not JSON [ERR_RECORD]\n',
    'offprint: a.jsonl:1000 is not JSON [ERR_RECORD]\n',
    'offprint: 1,200 more like “a.jsonl:1 has no field "text" (the record has x1)”, the last at a.jsonl:1203; --rejects lists them [ERR_RECORD]\n',
  ])
})

test('files are places too', () => {
  const written = told((lines) => {
    for (let n = 0; n < 9; n++) lines.tell(`offprint: in/${n}.png is binary [ERR_INPUT]\n`, `in/${n}.png:1`)
  })
  expect(written).toHaveLength(4)
  expect(written[3]).toContain('6 more like “in/0.png is binary”, the last at in/8.png:1')
})

test('kinds without end do not fill the memory nor the terminal', () => {
  const word = (n: number) => n.toString(26).replace(/\d/g, (digit) => 'qrstuvwxyz'[Number(digit)]!)
  const written = told((lines) => {
    for (let n = 0; n < 2000; n++) lines.tell(`offprint: ${word(n)} [ERR_RECORD]\n`, 'a:1')
  })
  expect(written.length).toBeLessThan(310)
})
