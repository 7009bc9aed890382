import complex from '@unicode/unicode-15.1.0/Line_Break/Complex_Context/code-points.mjs'
import pictographic from '@unicode/unicode-15.1.0/Binary_Property/Extended_Pictographic/code-points.mjs'
import letter from '@unicode/unicode-15.1.0/General_Category/Letter/code-points.mjs'
import number from '@unicode/unicode-15.1.0/General_Category/Number/code-points.mjs'

/** A sign for each class, so that the rules of UAX #29 can be written as patterns. */
const SIGNS: Record<string, string> = {
  CR: 'C',
  LF: 'L',
  Newline: 'N',
  Extend: 'e',
  Format: 'f',
  ZWJ: 'z',
  WSegSpace: 'w',
  Regional_Indicator: 'r',
  Katakana: 'k',
  ALetter: 'a',
  Hebrew_Letter: 'h',
  Numeric: 'n',
  ExtendNumLet: '_',
  MidLetter: ':',
  MidNum: ',',
  MidNumLet: '.',
  Single_Quote: "'",
  Double_Quote: '"',
}

const signs = new Array<string>(0x110000).fill('o')
for (const [name, sign] of Object.entries(SIGNS)) {
  const module = (await import(`@unicode/unicode-15.1.0/Word_Break/${name}/code-points.mjs`)) as {
    default: readonly number[]
  }
  for (const c of module.default) signs[c] = sign
}
for (const c of complex) if (signs[c] === 'o') signs[c] = 'x'
const pictographs = new Set<number>(pictographic)
const letters = new Set<number>([...letter, ...number])

/** Word_Break of a code point as one sign; o is Other, x a letter of a complex script. */
export function wordBreakSign(codePoint: number): string {
  return signs[codePoint]
}

/** UAX #29 §4.1.1, rule by rule: what stands before a place, what stands after it, whether they part there. */
const RULES: readonly (readonly [before: RegExp, after: RegExp, parts: boolean])[] = [
  [/C$/, /^L/, false], // WB3
  [/[CLN]$/, /^/, true], // WB3a
  [/$/, /^[CLN]/, true], // WB3b
  [/z$/, /^[pPA]/, false], // WB3c
  [/w$/, /^w/, false], // WB3d
  [/[^]$/, /^[efz]/, false], // WB4, first half
]
/** The same after WB4 took out what it passes over. */
const LATER_RULES: typeof RULES = [
  [/[aAh]$/, /^[aAh]/, false], // WB5
  [/[aAh]$/, /^[:.'][aAh]/, false], // WB6
  [/[aAh][:.']$/, /^[aAh]/, false], // WB7
  [/h$/, /^'/, false], // WB7a
  [/h$/, /^"h/, false], // WB7b
  [/h"$/, /^h/, false], // WB7c
  [/n$/, /^n/, false], // WB8
  [/[aAh]$/, /^n/, false], // WB9
  [/n$/, /^[aAh]/, false], // WB10
  [/n[,.']$/, /^n/, false], // WB11
  [/n$/, /^[,.']n/, false], // WB12
  [/k$/, /^k/, false], // WB13
  [/[aAhnk_]$/, /^_/, false], // WB13a
  [/_$/, /^[aAhnk]/, false], // WB13b
  [/^(rr)*r$/, /^r/, false], // WB15
  [/[^r](rr)*r$/, /^r/, false], // WB16
  [/x$/, /^x/, false], // ours
]

/** Borders, found by asking the rules anew at every place. Cubic. */
export function naiveBorders(source: string): number[] {
  const chars = Array.from(source)
  const classes = chars.map((char) => {
    const c = char.codePointAt(0)!
    // Extended pictographs are capital: p for Other, A for letters.
    return !pictographs.has(c) ? signs[c] : signs[c] === 'a' ? 'A' : 'p'
  })
  const borders = chars.length > 0 ? [0] : []
  let offset = 0
  for (let i = 1; i < chars.length; i++) {
    offset += chars[i - 1].length
    if (parts(classes.slice(0, i).join(''), classes.slice(i).join(''))) borders.push(offset)
  }
  if (chars.length > 0) borders.push(source.length)
  return borders
}

function parts(before: string, after: string): boolean {
  for (const [left, right, answer] of RULES) if (left.test(before) && right.test(after)) return answer
  // WB4: X (Extend | Format | ZWJ)* → X, where X is no line end.
  const passed = (text: string) => text.replace(/([^CLN])[efz]+/g, '$1')
  const [left, right] = [passed(before), passed(after)]
  for (const [l, r, answer] of LATER_RULES) if (l.test(left) && r.test(right)) return answer
  return true
}

/** Words as strings: what stands between two borders and holds a letter or number. */
export function naiveWords(source: string): string[] {
  const borders = naiveBorders(source)
  return borders
    .slice(1)
    .map((to, i) => source.slice(borders[i], to))
    .filter((segment) => Array.from(segment).some((char) => letters.has(char.codePointAt(0)!)))
}
