import fc from 'fast-check'
import { expect, test } from 'vitest'
import { rowsAligned, type TerminalCell } from '../../../src/report/terminal/rows.js'
import { columns } from '../../../src/report/visible.js'

test('columns stand under one another, wide characters counted as two', () => {
  expect(
    rowsAligned(
      [
        ['鸟', 'a', '1'],
        ['bird', ['strong', '马'], '100'],
        ['', 'x'],
      ],
      ['left', 'right', 'right'],
      (role, text) => `<${role}>${text}`,
    ),
  ).toEqual(['鸟     a    1', 'bird  <strong>马  100', '       x'])
})

test('a right-hand column ends in one place, whatever stands in it', () => {
  const cells = fc.array(fc.constantFrom('', 'a', '鸟', '👍', 'é', 'wide 文'), { minLength: 2, maxLength: 2 })
  fc.assert(
    fc.property(fc.array(cells, { minLength: 1 }), (rows) => {
      const lines = rowsAligned(
        rows.map((row): TerminalCell[] => [...row, '|']),
        ['left', 'right'],
      )
      expect(new Set(lines.map(columns)).size).toBe(1)
      lines.forEach((line, i) => expect(line.endsWith(`${rows[i]![1]}  |`)).toBe(true))
    }),
  )
})
