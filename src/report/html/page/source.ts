const LINE_ENDS = ['\n', '\r\n', '\r'] as const

/** A text read back from its pane. */
export interface ReadText {
  readonly text: string
  /** Where each block begins in it. */
  readonly starts: readonly number[]
}

/**
 * The source of a text as the blocks of its pane show it: signs are left out, codes are the characters they stand for, and
 * line ends are those of `ends`; see `SideBlocks`. So the page holds each text once. O(length).
 */
export function readText(blocks: readonly Element[], ends: readonly number[]): ReadText {
  let run = 0
  let left = ends[1] ?? Infinity
  const nextEnd = () => {
    while (left === 0) {
      run += 2
      left = ends[run + 1] ?? Infinity
    }
    left--
    return LINE_ENDS[ends[run] ?? 0]
  }
  let text = ''
  const starts: number[] = []
  for (const block of blocks) {
    starts.push(text.length)
    const shown = shownText(block)
    text += ends.length === 0 ? shown : shown.replace(/\n/g, nextEnd)
  }
  return { text, starts }
}

function shownText(node: Node): string {
  if (node.nodeType === Node.TEXT_NODE) return (node as Text).data
  const { className } = node as Element
  if (className === 'code') return String.fromCodePoint(parseInt(node.textContent!.slice(1, -1), 16))
  if (className === 'nl' || className.startsWith('passage')) return ''
  let text = ''
  for (let child = node.firstChild; child !== null; child = child.nextSibling) text += shownText(child)
  return text
}
