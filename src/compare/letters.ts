import { fold } from '../text/fold.js'
import { isLowSurrogate, Script, scriptOf } from '../text/script.js'

/** Kana and Han mix in one Japanese word, so they count as one script here. */
const EAST_ASIAN: readonly Script[] = [Script.Han, Script.Hiragana, Script.Katakana]

/** The scripts whose letters occur in a text, as it folds. Digits belong to none. O(length). */
export function letterScripts(text: string): Set<Script> {
  const found = new Set<Script>()
  for (const unit of fold(text).units) {
    const script = scriptOf(unit)
    if (script === Script.Digit || isLowSurrogate(unit)) continue
    found.add(EAST_ASIAN.includes(script) ? Script.Han : script)
  }
  return found
}

/** Latin letters and Han characters that fold alone, as bits of `plainScripts`. */
const LATIN_BIT = 1
const HAN_BIT = 2

/**
 * Which of Latin and Han a text has, as bits, if it is of ASCII and unified ideographs; −1 for any other text. Such a text
 * is its own NFKD, has no marks, and its scripts are those of `letterScripts`. O(length).
 */
export function plainScripts(text: string): number {
  let scripts = 0
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code < 0x80) {
      const letter = code | 0x20
      if (letter >= 0x61 && letter <= 0x7a) scripts |= LATIN_BIT
    } else if (code >= 0x4e00 && code < 0xa000) {
      scripts |= HAN_BIT
    } else {
      return -1
    }
  }
  return scripts
}

/** Whether a folded unit is a Han character of the basic plane, or the first half of one beyond it. */
export function isHanUnit(unit: number): boolean {
  return scriptOf(unit) === Script.Han
}
