/** What of a text does not depend on its layout, as the documentation reads. Shares nothing with src/. */

/** White_Space of Unicode, and the four separators among the controls. */
// eslint-disable-next-line no-control-regex
const WHITE = /[\p{White_Space}\x1c-\x1f]+/u

/** One space for each run of white space, none at the ends. */
export function naiveUnwrapped(source: string): string {
  return source
    .split(WHITE)
    .filter((part) => part !== '')
    .join(' ')
}

/** No white space, no soft hyphens, and no hyphens between letters, in NFC. Knows no equals sign at a line end. */
export function naiveInk(source: string): string {
  // eslint-disable-next-line no-control-regex
  const ink = source.replace(/[\p{White_Space}\x1c-\x1f\u200b\u2060\ufeff\u00ad]/gu, '')
  const letter = '[\\p{L}\\p{Nl}\\p{No}]'
  const marks = '[\\p{M}\\p{Cf}]*'
  const hyphen = '[-\u00ac\u058a\u1806\u2010\u2011\u2e17\u2e40\u2e5d\ufe63\uff0d]'
  return ink.replace(new RegExp(`(?<=${letter}${marks})${hyphen}(?=${letter})`, 'gu'), '').normalize('NFC')
}
