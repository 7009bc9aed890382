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

/** Whether a folded unit is a Han character of the basic plane, or the first half of one beyond it. */
export function isHanUnit(unit: number): boolean {
  return scriptOf(unit) === Script.Han
}
