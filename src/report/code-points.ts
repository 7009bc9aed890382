/**
 * The code points of a confusion as Unicode writes them: “U+65E5 / U+66F0”; a dash for nothing.
 * O(length of both).
 */
export function codePointsOf({ a, b }: { readonly a: string; readonly b: string }): string {
  return `${pointsOf(a)} / ${pointsOf(b)}`
}

function pointsOf(text: string): string {
  if (text === '') return '–'
  return Array.from(text, (c) => `U+${c.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`).join(
    ' ',
  )
}
