/** Scripts told apart when a word of one stands for a word of another; kana and Han mix in one Japanese word. */
const SCRIPTS: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['latin', /\p{Script=Latin}/u],
  ['greek', /\p{Script=Greek}/u],
  ['cyrillic', /\p{Script=Cyrillic}/u],
  ['han', /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Bopomofo}]/u],
  ['hangul', /\p{Script=Hangul}/u],
  ['arabic', /\p{Script=Arabic}/u],
  ['hebrew', /\p{Script=Hebrew}/u],
  ['thai', /\p{Script=Thai}/u],
  ['devanagari', /\p{Script=Devanagari}/u],
]

/** Names of the scripts whose letters occur in a text; a letter of any further script counts as `other`. */
export function letterScripts(text: string): Set<string> {
  const found = new Set<string>()
  for (const character of text) {
    if (!/\p{L}/u.test(character)) continue
    found.add(SCRIPTS.find(([, pattern]) => pattern.test(character))?.[0] ?? 'other')
  }
  return found
}
