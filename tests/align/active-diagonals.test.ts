import { describe, expect, test } from 'vitest'
import { ActiveDiagonals } from '../../src/align/active-diagonals.js'

describe('active diagonals', () => {
  test('begin where both texts begin', () => {
    expect(new ActiveDiagonals().best(500)).toBe(0)
  })

  test('drift with what is lost and put in', () => {
    const diagonals = new ActiveDiagonals()
    let at = 0
    for (let offset = 0; offset < 300; offset += 2) {
      diagonals.add(offset, at, at + 20)
      at += 22
      expect(diagonals.best(at)).toBe(offset)
    }
  })

  test('pass over one long match elsewhere, even where the right one is cut by an error', () => {
    const diagonals = new ActiveDiagonals()
    for (let at = 0; at < 600; at += 30) diagonals.add(0, at, at + 28)
    diagonals.add(-75, 600, 640)
    diagonals.add(75, 600, 632)
    diagonals.add(1, 603, 620)
    expect(diagonals.best(640)).toBe(1)
  })

  test('a match counts as far as it has been read', () => {
    const diagonals = new ActiveDiagonals()
    diagonals.add(0, 0, 50)
    diagonals.add(-300, 50, 2000)
    expect(diagonals.best(60)).toBe(0)
  })

  test('a block that stands elsewhere takes over, in time', () => {
    const diagonals = new ActiveDiagonals()
    for (let at = 0; at < 3000; at += 30) diagonals.add(0, at, at + 30)
    let taken = 0
    for (let at = 3000; at < 6000 && taken === 0; at += 30) {
      diagonals.add(5000, at, at + 30)
      if (diagonals.best(at + 30) === 5000) taken = at - 3000
    }
    expect(taken).toBeGreaterThan(100)
    expect(taken).toBeLessThan(1500)
  })

  test('many copies of one place do not push out the best chain', () => {
    const diagonals = new ActiveDiagonals()
    for (let at = 0; at < 300; at += 30) diagonals.add(0, at, at + 30)
    for (let copy = 1; copy < 40; copy++) diagonals.add(75 * copy, 300, 340)
    diagonals.add(1, 341, 360)
    expect(diagonals.best(360)).toBe(1)
  })
})
