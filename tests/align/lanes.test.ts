import { describe, expect, test } from 'vitest'
import { Lanes } from '../../src/align/lanes.js'

describe('Lanes', () => {
  test('begin where both texts begin', () => {
    expect(new Lanes().leader(500)).toBe(0)
  })

  test('drift with what is lost and put in', () => {
    const lanes = new Lanes()
    let at = 0
    for (let offset = 0; offset < 300; offset += 2) {
      lanes.add(offset, at, at + 20)
      at += 22
      expect(lanes.leader(at)).toBe(offset)
    }
  })

  test('pass over one long match elsewhere, even where the right one is cut by an error', () => {
    const lanes = new Lanes()
    for (let at = 0; at < 600; at += 30) lanes.add(0, at, at + 28)
    lanes.add(-75, 600, 640)
    lanes.add(75, 600, 632)
    lanes.add(1, 603, 620)
    expect(lanes.leader(640)).toBe(1)
  })

  test('a match counts as far as it has been read', () => {
    const lanes = new Lanes()
    lanes.add(0, 0, 50)
    lanes.add(-300, 50, 2000)
    expect(lanes.leader(60)).toBe(0)
  })

  test('the lead passes to a block that stands elsewhere, in time', () => {
    const lanes = new Lanes()
    for (let at = 0; at < 3000; at += 30) lanes.add(0, at, at + 30)
    let taken = 0
    for (let at = 3000; at < 6000 && taken === 0; at += 30) {
      lanes.add(5000, at, at + 30)
      if (lanes.leader(at + 30) === 5000) taken = at - 3000
    }
    expect(taken).toBeGreaterThan(100)
    expect(taken).toBeLessThan(1500)
  })

  test('many copies of one place do not push out the chain that leads', () => {
    const lanes = new Lanes()
    for (let at = 0; at < 300; at += 30) lanes.add(0, at, at + 30)
    for (let copy = 1; copy < 40; copy++) lanes.add(75 * copy, 300, 340)
    lanes.add(1, 341, 360)
    expect(lanes.leader(360)).toBe(1)
  })
})
