import type { Region } from '../../audit/region.js'

/** Left, top, right and bottom of an element, in the units of its format. */
export type Box = NonNullable<Region['box']>

/** How a piece of a line joins the piece before it. */
export const Join = {
  /** Without a space: a hyphen, a mark outside the words. */
  Glued: 0,
  /** The format says nothing: without a space, unless the whole file says nothing anywhere; then as `Script`. */
  Unsaid: 1,
  /** With a space if the scripts on both sides write one. */
  Script: 2,
  /** With a space that the format writes as such. */
  Space: 3,
} as const

/** One of the values of `Join`; a higher one wins where several meet. */
export type Join = (typeof Join)[keyof typeof Join]

/** A word of a line, or text of the line outside its words. */
export interface Piece {
  readonly content: string
  /** How it joins the piece before it, or the white space between the two itself. */
  readonly join: Join | string
  /** Whether it is a word of the format, which gets a region of its own. */
  readonly word: boolean
  readonly id?: string
  readonly box?: Box
  /** How sure the engine is of it, from 0 to 1. */
  readonly confidence?: number
}

/** A line of a page, as a reader found it. */
export interface OcrLine {
  readonly pieces: Piece[]
  readonly id?: string
  readonly box?: Box
  /** How sure the engine is of the whole line, from 0 to 1; counts where there are no words. */
  readonly confidence?: number
  /** Language as the format writes it. */
  readonly language?: string
}

/** A block, region or column of a page: its lines in reading order. */
export interface OcrBlock {
  readonly id?: string
  readonly lines: readonly OcrLine[]
}

/** A page: its blocks in reading order. */
export interface OcrPage {
  readonly name?: string
  readonly blocks: readonly OcrBlock[]
}

/** A box; undefined unless all four numbers are finite. */
export function boxOf(left: number, top: number, right: number, bottom: number): Box | undefined {
  const box: Box = [left, top, right, bottom]
  return box.every(Number.isFinite) ? box : undefined
}

/** The smallest box around an outline; undefined for one that is no list of points. */
export function boundsOf(points: readonly number[]): Box | undefined {
  if (points.length < 2 || points.length % 2 === 1) return undefined
  let [left, top] = points
  let right = left
  let bottom = top
  for (let i = 0; i < points.length; i += 2) {
    left = Math.min(left, points[i])
    right = Math.max(right, points[i])
    top = Math.min(top, points[i + 1])
    bottom = Math.max(bottom, points[i + 1])
  }
  return boxOf(left, top, right, bottom)
}

/** A confidence from 0 to 1; undefined for what lies outside the scale, such as the −1 of engines that have none. */
export function confidenceOf(value: number, scale: number): number | undefined {
  // Six decimals, more than any engine is good for, so that 96.59 of 100 is .9659 and not .9659000000000001.
  return value >= 0 && value <= scale ? Math.round((value / scale) * 1e6) / 1e6 : undefined
}

/** The number that an attribute holds; `otherwise` where it is absent, blank or no number. */
export function numberOr(written: string | undefined, otherwise: number): number {
  const value = written === undefined || written.trim() === '' ? NaN : Number(written)
  return Number.isNaN(value) ? otherwise : value
}

/** The first name that is there and not empty. */
export function firstName(...names: readonly (string | undefined)[]): string | undefined {
  return names.find((name) => name !== undefined && name !== '')
}

/** The name of an image file without its folders, which say nothing about the page. */
export function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1)
}
