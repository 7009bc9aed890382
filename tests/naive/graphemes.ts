import consonants from '@unicode/unicode-15.1.0/Indic_Syllabic_Category/Consonant/code-points.mjs'
import conjunct from '@unicode/unicode-15.1.0/Binary_Property/InCB/code-points.mjs'
import pictographic from '@unicode/unicode-15.1.0/Binary_Property/Extended_Pictographic/code-points.mjs'

/** A sign for each class, so that the rules of UAX #29 can be written as patterns. */
const SIGNS: Record<string, string> = {
  CR: 'C',
  LF: 'F',
  Control: 'N',
  Extend: 'e',
  ZWJ: 'z',
  SpacingMark: 's',
  Prepend: 'p',
  Regional_Indicator: 'r',
  L: 'l',
  V: 'v',
  T: 't',
  LV: 'a',
  LVT: 'b',
}

const signs = new Array<string>(0x110000).fill('o')
for (const [name, sign] of Object.entries(SIGNS)) {
  const module = (await import(`@unicode/unicode-15.1.0/Grapheme_Cluster_Break/${name}/code-points.mjs`)) as {
    default: readonly number[]
  }
  for (const c of module.default) signs[c] = sign
}
for (const c of pictographic) signs[c] = 'x'
/** InCB=Linker of Unicode 15.1, as DerivedCoreProperties.txt lists it. */
const LINKERS = [0x94d, 0x9cd, 0xacd, 0xb4d, 0xc4d, 0xd4d]
const indic = new Set<number>(consonants)
for (const c of conjunct) {
  if (signs[c] === 'o') signs[c] = 'k'
  else if (signs[c] === 'e') signs[c] = LINKERS.includes(c) ? 'i' : 'm'
}

/** The class of a code point as one sign; o is Other, x a pictograph, k a consonant, i a linker, m a mark beside one. */
export function graphemeSign(codePoint: number): string {
  return signs[codePoint]
}

/** Whether Indic_Syllabic_Category calls it a consonant. */
export function isIndicConsonant(codePoint: number): boolean {
  return indic.has(codePoint)
}

/** UAX #29 §3.1.1, rule by rule: what stands before a place, what stands after it, whether they part there. */
const RULES: readonly (readonly [before: RegExp, after: RegExp, parts: boolean])[] = [
  [/C$/, /^F/, false], // GB3
  [/[NCF]$/, /^/, true], // GB4
  [/$/, /^[NCF]/, true], // GB5
  [/l$/, /^[lvab]/, false], // GB6
  [/[av]$/, /^[vt]/, false], // GB7
  [/[bt]$/, /^t/, false], // GB8
  [/$/, /^[eimz]/, false], // GB9
  [/$/, /^s/, false], // GB9a
  [/p$/, /^/, false], // GB9b
  [/k[imz]*i[imz]*$/, /^k/, false], // GB9c
  [/x[eim]*z$/, /^x/, false], // GB11
  [/^(rr)*r$/, /^r/, false], // GB12
  [/[^r](rr)*r$/, /^r/, false], // GB13
]

/** Clusters, found by asking the rules anew at every place. Quadratic. */
export function naiveGraphemes(source: string): string[] {
  const chars = Array.from(source)
  const classes = chars.map((char) => signs[char.codePointAt(0)!]).join('')
  const clusters: string[] = []
  chars.forEach((char, i) => {
    const rule = RULES.find(([left, right]) => left.test(classes.slice(0, i)) && right.test(classes.slice(i)))
    if (i === 0 || (rule?.[2] ?? true)) clusters.push(char)
    else clusters[clusters.length - 1] += char
  })
  return clusters
}
