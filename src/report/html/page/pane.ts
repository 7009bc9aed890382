/** One of the two texts in its scrolling frame, addressed by offsets into the source. */
export interface Pane {
  readonly element: HTMLElement
  /** The offset shown at a height, counted from the top of the text. */
  offsetAt(y: number): number
  /** The height at which an offset is shown. */
  heightOf(offset: number): number
  /** Puts an element into the upper part of the frame. */
  reveal(target: Element): void
}

/** Share of the frame above the line that a reader looks at. */
export const READING_LINE = 0.33
/** Pixels of a line and of a character before the text is laid out: only the length of the scroll bar depends on them. */
const LINE_HEIGHT = 28
const CHARACTER_WIDTH = 11

/** The pane of a text of `length` UTF-16 units. @param starts where its blocks begin. */
export function paneOf(element: HTMLElement, starts: readonly number[], length: number): Pane {
  const blocks = [...element.querySelectorAll<HTMLElement>('.block')]
  const offsets = [...starts, length]
  const perLine = Math.max(8, element.clientWidth / CHARACTER_WIDTH)
  blocks.forEach((block, i) => {
    const lines = Math.ceil((offsets[i + 1] - offsets[i]) / perLine) + 1
    block.style.containIntrinsicBlockSize = `auto ${lines * LINE_HEIGHT}px`
  })

  const last = (count: number, within: (i: number) => boolean) => {
    let low = 0
    let high = count
    while (high - low > 1) {
      const middle = (low + high) >>> 1
      if (within(middle)) low = middle
      else high = middle
    }
    return low
  }
  return {
    element,
    offsetAt(y) {
      const i = last(blocks.length, (j) => blocks[j].offsetTop <= y)
      const { offsetTop, offsetHeight } = blocks[i]
      const share = Math.min(1, Math.max(0, (y - offsetTop) / Math.max(1, offsetHeight)))
      return offsets[i] + share * (offsets[i + 1] - offsets[i])
    },
    heightOf(offset) {
      const i = last(blocks.length, (j) => offsets[j] <= offset)
      const { offsetTop, offsetHeight } = blocks[i]
      return offsetTop + (offsetHeight * (offset - offsets[i])) / Math.max(1, offsets[i + 1] - offsets[i])
    },
    reveal(target) {
      const frame = element.getBoundingClientRect()
      const { top } = target.getBoundingClientRect()
      element.scrollTop += top - frame.top - frame.height * READING_LINE
    },
  }
}
