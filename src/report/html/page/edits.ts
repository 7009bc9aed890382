import { entry, numbersOf, type EntryText, type ListedEdit } from '../audit/apparatus.js'
import { unpackEdits, type PageData } from '../audit/page-data.js'
import { editMark, placed, WRITTEN_EDITS } from '../audit/text-pane.js'
import { LineNumbers } from '../../line-numbers.js'
import { readText } from './source.js'

/** The edits of a page. Their marks and entries come into the page when they come into view, or are asked for. */
export interface Edits {
  readonly list: readonly ListedEdit[]
  /** The number of each in the list, which edits of class `layout` have not. */
  readonly numbers: readonly string[]
  /** The sources, character by character. */
  readonly texts: readonly [a: string, b: string]
  /** Where the blocks of both texts begin. */
  readonly starts: readonly [a: readonly number[], b: readonly number[]]
  /** Where an edit is marked in both texts: the first piece of it. */
  marks(i: number): readonly [a: HTMLElement, b: HTMLElement]
  /** Every piece of an edit in both texts. */
  pieces(i: number): Iterable<HTMLElement>
  entry(i: number): HTMLElement
  /** Says which edits are listed, so that lists that are not written yet take their room. */
  estimate(isShown: (i: number) => boolean): void
  /** Calls back for each element that is written from now on, and holds marks or entries. */
  onWritten(listener: (element: HTMLElement) => void): void
}

/** Height of an entry in the list before it is written, in pixels. */
const ENTRY_HEIGHT = 45
/** How far from view marks and entries are written. */
const NEAR = '600px 0px'

/** Reads the edits of a page and writes them as they come into view. O(length + edits). */
export function editsOf(data: PageData): Edits {
  const sides = (['a', 'b'] as const).map((key, s) => {
    const blocks = [...document.querySelectorAll<HTMLElement>(`#text-${key} > .block`)]
    const { text, starts } = readText(blocks, data.ends[s])
    return { key, blocks, text, starts, firsts: [] as number[], order: [] as readonly number[] }
  })
  const packed = unpackEdits(data)
  const list = packed.map((edit): ListedEdit => {
    const [a, b] = [edit.a, edit.b].map((range, s) => ({
      ...range,
      text: sides[s].text.slice(range.from, range.to),
    }))
    return { ...edit, kind: a.text === '' ? 'insert' : b.text === '' ? 'delete' : 'substitute', a, b }
  })
  const numbers = numbersOf(list)
  const listeners: ((element: HTMLElement) => void)[] = []
  const tellWritten = (element: HTMLElement) => {
    for (const listener of listeners) listener(element)
  }

  // Which underlined places of the texts are which edits: they follow each other in the order of their offsets.
  const waiting = new Map<Element, () => void>()
  for (const side of sides) {
    side.order = placed(list, side.key)
      .map(({ index }) => index)
      .filter((index) => index >= WRITTEN_EDITS)
    let next = 0
    side.blocks.forEach((block, i) => {
      side.firsts.push(next)
      const places = [...block.getElementsByTagName('u')]
      if (places.length === 0) return
      waiting.set(block, () => writeMarks(side, i, places))
      for (const place of places) if (place.className === '') next++
    })
  }
  const writeMarks = (side: (typeof sides)[number], i: number, places: readonly HTMLElement[]) => {
    let next = side.firsts[i]
    const [from, to] = [side.starts[i], side.starts[i + 1] ?? side.text.length]
    for (const place of places) {
      const first = place.className === ''
      const index = side.order[first ? next++ : next - 1]
      const range = list[index][side.key]
      const piece = side.text.slice(Math.max(from, range.from), Math.min(to, range.to))
      place.outerHTML = editMark(index, list[index], piece, side.key, data.words, first).markup
    }
    for (const mark of side.blocks[i].querySelectorAll<HTMLElement>('a.e')) mark.tabIndex = -1
    tellWritten(side.blocks[i])
  }

  const ols = [...document.querySelectorAll<HTMLOListElement>('.edits > ol')]
  const words = {
    ...data.words,
    suspect: (side: string) => data.words.suspect[side === 'A' ? 0 : 1],
  }
  let witnesses: readonly [EntryText, EntryText] | undefined
  const writeEntries = (chunk: number) => {
    witnesses ??= sides.map(({ text }, s) => {
      return { text, language: data.languages[s], places: new LineNumbers(text) }
    }) as unknown as readonly [EntryText, EntryText]
    const from = chunk * WRITTEN_EDITS
    const entries = list.slice(from, from + WRITTEN_EDITS)
    const [a, b] = witnesses
    ols[chunk].innerHTML = entries
      .map((edit, i) => entry(edit, from + i, numbers[from + i], a, b, words).markup)
      .join('')
    ols[chunk].style.minHeight = ''
    tellWritten(ols[chunk])
  }
  ols.forEach((ol, chunk) => {
    if (chunk > 0) waiting.set(ol, () => writeEntries(chunk))
  })

  const write = (element: Element) => {
    const act = waiting.get(element)
    if (act === undefined) return
    waiting.delete(element)
    for (const observer of observers) observer.unobserve(element)
    act()
  }
  const observers = [...sides.map(({ key }) => document.querySelector(`#text-${key}`)), null].map(
    (root) =>
      new IntersectionObserver(
        (seen) => {
          for (const { isIntersecting, target } of seen) if (isIntersecting) write(target)
        },
        { root, rootMargin: NEAR },
      ),
  )
  for (const element of waiting.keys()) {
    const { id } = element.parentElement!
    observers[id === 'text-a' ? 0 : id === 'text-b' ? 1 : 2].observe(element)
  }
  // Paper has everything.
  addEventListener('beforeprint', () => {
    for (const element of waiting.keys()) write(element)
  })

  /** The block that holds the start of an edit. */
  const blockOf = ({ starts }: { readonly starts: readonly number[] }, at: number) => {
    let low = 0
    let high = starts.length
    while (high - low > 1) {
      const middle = (low + high) >>> 1
      if (starts[middle] <= at) low = middle
      else high = middle
    }
    return low
  }
  const written = (i: number) => {
    for (const side of sides) {
      const { from, to } = list[i][side.key]
      const last = blockOf(side, Math.max(from, to - 1))
      for (let b = Math.max(0, blockOf(side, from) - 1); b <= last; b++) write(side.blocks[b])
    }
  }
  return {
    list,
    numbers,
    texts: [sides[0].text, sides[1].text],
    starts: [sides[0].starts, sides[1].starts],
    marks(i) {
      written(i)
      return [document.getElementById(`a${i + 1}`)!, document.getElementById(`b${i + 1}`)!]
    },
    pieces(i) {
      written(i)
      return document.querySelectorAll<HTMLElement>(`a.e[href="#a${i + 1}"], a.e[href="#b${i + 1}"]`)
    },
    entry(i) {
      write(ols[Math.floor(i / WRITTEN_EDITS)])
      return document.getElementById(`e${i + 1}`)!
    },
    estimate(isShown) {
      ols.forEach((ol, chunk) => {
        if (!waiting.has(ol)) return
        let shown = 0
        const from = chunk * WRITTEN_EDITS
        for (let i = from; i < Math.min(list.length, from + WRITTEN_EDITS); i++) if (isShown(i)) shown++
        ol.style.minHeight = `${shown * ENTRY_HEIGHT}px`
      })
    },
    onWritten(listener) {
      listeners.push(listener)
    },
  }
}
