/**
 * The slow, obvious twin of src/text/fold.ts: the seven steps of its definition, one after the other, over the whole
 * string. Categories and case folding come from @unicode/unicode-15.1.0; normal forms from the runtime, which never
 * sees a code point that 15.1 did not know.
 */
import f from '@unicode/unicode-15.1.0/Case_Folding/F/code-points.mjs'
import c from '@unicode/unicode-15.1.0/Case_Folding/C/code-points.mjs'
import ignorables from '@unicode/unicode-15.1.0/Binary_Property/Default_Ignorable_Code_Point/symbols.mjs'
import letters from '@unicode/unicode-15.1.0/General_Category/Letter/symbols.mjs'
import marks from '@unicode/unicode-15.1.0/General_Category/Mark/symbols.mjs'
import nonspacing from '@unicode/unicode-15.1.0/General_Category/Nonspacing_Mark/symbols.mjs'
import numbers from '@unicode/unicode-15.1.0/General_Category/Number/symbols.mjs'
import privateUse from '@unicode/unicode-15.1.0/General_Category/Private_Use/symbols.mjs'
import surrogates from '@unicode/unicode-15.1.0/General_Category/Surrogate/symbols.mjs'
import unassigned from '@unicode/unicode-15.1.0/General_Category/Unassigned/symbols.mjs'
import arabic from '@unicode/unicode-15.1.0/Script/Arabic/symbols.mjs'
import common from '@unicode/unicode-15.1.0/Script/Common/symbols.mjs'
import hebrew from '@unicode/unicode-15.1.0/Script/Hebrew/symbols.mjs'
import inherited from '@unicode/unicode-15.1.0/Script/Inherited/symbols.mjs'
import opencc from 'opencc-js/dict/TSCharacters'
import digits from '@unicode/unicode-15.1.0/General_Category/Decimal_Number/symbols.mjs'
import variants from '../../src/text/tables/variants.json' with { type: 'json' }

const folding = new Map<string, string>()
for (const [from, to] of [...c, ...f]) {
  folding.set(String.fromCodePoint(from), String.fromCodePoint(...[to].flat()))
}

const simplified = new Map<string, string>()
for (const entry of opencc.split('|')) {
  const [from, to] = entry.split(' ')
  simplified.set(from, to)
}
simplified.set('薴', '苎')

const forms = new Map<string, string>()
for (const pair of variants.han) {
  const [from, to] = pair.split(' ')
  forms.set(from, to)
}

/** Letters of the private-use area as what they are; the e above as the two dots that came after it. */
const spelled = new Map<string, string>([['\u0364', '\u0308']])
for (const pair of variants.private) {
  const [from, to] = pair.split(' ')
  spelled.set(from, to)
}

// Ten by ten, each script from nought to nine.
Array.from(digits).forEach((digit, i) => {
  if (!/[0-9]/.test(digit)) folding.set(digit, String(i % 10))
})

const kept = new Set([...letters, ...marks, ...numbers])
const unknown = new Set([...unassigned, ...privateUse, ...surrogates])
const markSet = new Set(marks)
const nonspacingSet = new Set(nonspacing)
const joined = new Set(ignorables)
for (const separating of ['\u00ad', '\u200b', '\ufeff']) joined.delete(separating)

/** Hebrew and Arabic vowel points, those that Arabic shares with Syriac (U+064B–0655, U+0670) included. */
const points = new Set([...arabic, ...hebrew].filter((char) => nonspacingSet.has(char)))
for (const char of inherited) if (/[\u064b-\u0655\u0670]/.test(char)) points.add(char)
const HAMZA = '\u0653\u0654\u0655'
const TATWEEL = '\u0640'

/** Marks of no script. */
const generic = new Set([...inherited, ...common].filter((char) => markSet.has(char)))

/** Answers once for each character: the tests ask of the same ones in a dozen contexts, which took a third of their time. */
function once(answer: (char: string) => boolean): (char: string) => boolean {
  const answers = new Map<string, boolean>()
  return (char) => {
    let known = answers.get(char)
    if (known === undefined) answers.set(char, (known = answer(char)))
    return known
  }
}

/** U+FE71 and its like: a vowel point on a tatweel. */
const isPoints = once((char) =>
  Array.from(char.normalize('NFKC')).every((part) => points.has(part) || part === TATWEEL),
)

/** Punctuation, symbols, spaces, and accents that stand on a space of their own (´). */
const isSpace = once((char) => {
  const parts = Array.from(each(char.normalize('NFKC'), (part) => folding.get(part) ?? part))
  return (
    parts.some((part) => !kept.has(part)) &&
    parts.every((part) => !kept.has(part) || generic.has(part) || points.has(part))
  )
})

function each(text: string, change: (char: string) => string): string {
  let changed = ''
  for (const char of text) changed += change(char)
  return changed
}

/** What is left of the text, with a space for each dropped character; a soft hyphen stays one. */
function spaced(source: string, script: boolean): string {
  let text = each(source, (char) => {
    if (joined.has(char)) return ''
    if (spelled.has(char)) return spelled.get(char)!
    if (unknown.has(char)) return ' '
    if (isPoints(char) && !HAMZA.includes(char)) return ''
    return char !== '\u00ad' && isSpace(char) ? ' ' : char
  })
  text = text.normalize('NFKC')
  text = each(text, (char) => (points.has(char) || char === TATWEEL ? '' : char))
  text = each(text, (char) => folding.get(char) ?? char)
  text = text.normalize('NFKC')
  // Dots beside ё make a ё again of the е.
  while (text.includes('ё')) text = text.replaceAll('ё', 'е').normalize('NFKC')
  text = each(text, (char) => forms.get(char) ?? char)
  if (script) text = each(text, (char) => simplified.get(char) ?? char)
  // A simplified character may be a form of another.
  text = each(text, (char) => forms.get(char) ?? char)
  text = each(text, (char) => (kept.has(char) || char === '\u00ad' ? char : ' '))

  const chars: string[] = []
  for (const char of text) {
    const last = chars.at(-1) ?? ' '
    if (generic.has(char) && (last === ' ' || last === '\u00ad')) continue
    chars.push(char)
  }
  return chars.join('')
}

export interface NaiveFold {
  readonly text: string
  /** 0 or 1 for each unit of `text`. */
  readonly wordStarts: number[]
}

export function naiveFold(source: string, script = true): NaiveFold {
  let text = ''
  const wordStarts: number[] = []
  let gap = 1
  for (const unit of spaced(source, script).split('')) {
    if (unit === ' ') gap = 1
    else if (unit !== '\u00ad') {
      text += unit
      wordStarts.push(gap)
      gap = 0
    }
  }
  return { text, wordStarts }
}
