import { describe, expect, it } from 'vitest'
import whiteSpace from '@unicode/unicode-15.1.0/Binary_Property/White_Space/code-points.mjs'
import ignorable from '@unicode/unicode-15.1.0/Binary_Property/Default_Ignorable_Code_Point/code-points.mjs'
import hyphens from '@unicode/unicode-15.1.0/Binary_Property/Hyphen/code-points.mjs'
import controls from '@unicode/unicode-15.1.0/General_Category/Control/code-points.mjs'
import formats from '@unicode/unicode-15.1.0/General_Category/Format/code-points.mjs'
import visible from '@unicode/unicode-15.1.0/Binary_Property/Prepended_Concatenation_Mark/code-points.mjs'
import { isBlank, isHyphen, isNewline } from '../../src/text/layout.js'

describe('layout', () => {
  it('calls blank what leaves no ink', () => {
    const blank = new Set([...whiteSpace, ...controls, ...formats, ...ignorable])
    for (const code of [0xad, ...visible]) blank.delete(code)
    for (let code = 0; code < 0x10000; code++) {
      expect([code.toString(16), isBlank(code)]).toEqual([code.toString(16), blank.has(code)])
    }
  })

  it('knows the mandatory breaks', () => {
    const breaks: number[] = []
    for (let code = 0; code < 0x10000; code++) if (isNewline(code)) breaks.push(code)
    expect(breaks).toEqual([0x0a, 0x0b, 0x0c, 0x0d, 0x85, 0x2028, 0x2029])
  })

  it('knows the hyphens, not the dashes nor the katakana dots', () => {
    for (const code of hyphens) expect(isHyphen(code)).toBe(code !== 0x30fb && code !== 0xff65)
    for (const char of '¬⸗﹣－') expect(isHyphen(char.charCodeAt(0))).toBe(true)
    for (const char of '–—―−・·_') expect(isHyphen(char.charCodeAt(0))).toBe(false)
  })
})
