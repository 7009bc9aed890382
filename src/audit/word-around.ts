import type { TextRange } from '../compare/compare.js'
import { isHanUnit } from '../compare/letters.js'

/** Code units that are read on either side of an edit to find the word around it. */
export const WORD_REACH = 40

/** A letter, mark or figure: what words are made of here. */
export const WORD: RegExp = /[\p{L}\p{M}\p{N}]/u
/** What parts words: anything else. */
export const NO_WORD: RegExp = /[^\p{L}\p{M}\p{N}]+/u

const WORD_AT_END = /[\p{L}\p{M}\p{N}]*$/u
const WORD_AT_START = /^[\p{L}\p{M}\p{N}]*/u

/**
 * The edit with the rest of the words it touches, as it stands in a source. Han, which write no borders of words, give
 * one character on either side.
 */
export function wordsAround(source: string, { from, to }: TextRange): string {
  const before = wordAtEnd(source.slice(Math.max(0, from - WORD_REACH), from))
  const after = wordAtStart(source.slice(to, to + WORD_REACH))
  return afterHan(before) + source.slice(from, to) + beforeHan(after)
}

/** The word that ends with a text; empty where it ends with anything else. */
export function wordAtEnd(text: string): string {
  return WORD_AT_END.exec(text)![0]
}

/** The word that begins a text; empty where it begins with anything else. */
export function wordAtStart(text: string): string {
  return WORD_AT_START.exec(text)![0]
}

function afterHan(word: string): string {
  let from = word.length
  while (from > 0 && !isHanUnit(word.charCodeAt(from - 1))) from--
  return from < word.length ? word.slice(from) : word.slice(-1)
}

function beforeHan(word: string): string {
  let to = 0
  while (to < word.length && !isHanUnit(word.charCodeAt(to))) to++
  return to > 0 ? word.slice(0, to) : word.slice(0, 1)
}
