import type { PageData } from '../audit/page-data.js'
import { densityPath, FEET } from '../audit/strip.js'
import { alignedPlaces, counterpart } from './aligned.js'
import { editsOf, type Edits } from './edits.js'
import { paneOf, READING_LINE, type Pane } from './pane.js'

/** Milliseconds after this script scrolled a text during which a scroll event of that text counts as its own doing. */
const ECHO = 200
/** Frames in which a place is set again: text that comes into view is laid out then, which changes heights. */
const SETTLE = 4

/** Milliseconds after which the edit under the pointer is the one that the address leads to. */
const REST = 250

/** The two texts, for what works on the edit at hand. */
export interface Texts {
  readonly edits: Edits
  /** The index of the edit at hand, or −1. */
  current(): number
  /** Indices of the edits that the filter leaves. */
  shown(): readonly number[]
  go(i: number): void
  /** Calls back after each change of the edit at hand. */
  onGo(listener: () => void): void
  /** Lets a screen reader say something. @param first whether it comes before what is already to be said. */
  say(message: string, first?: boolean): void
  /** The index of the edit that a mark or an entry belongs to. */
  indexOf(element: Element): number
}

/** Wires the two texts, the strip, the filter and the apparatus of an audited pair, and adds their keys. */
export function startTexts(data: PageData, keys: Map<string, () => void>): Texts {
  const select = <E extends Element = HTMLElement>(selector: string) => document.querySelector<E>(selector)!
  const edits = editsOf(data)
  const panes = [
    paneOf(select('#text-a'), edits.starts[0], data.lengths[0]),
    paneOf(select('#text-b'), edits.starts[1], data.lengths[1]),
  ] as const
  const places = edits.list.flatMap(({ a, b }) => [a.from, b.from])
  const aligned = [alignedPlaces(data.passages, places, 0), alignedPlaces(data.passages, places, 1)] as const
  const count = edits.list.length
  const linked = select<HTMLInputElement>('#linked') as HTMLInputElement | null

  // Scrolling together. The text that the reader scrolls leads; the scroll events of the other text are an echo.
  let leader: 0 | 1 = 0
  let followed = -Infinity
  let settling = 0
  let shown = 0
  let chase = 0
  let quiet = 0
  const follow = (side: 0 | 1, again = SETTLE) => {
    const [from, to] = [panes[side], panes[1 - side]]
    const line = from.element.clientHeight * READING_LINE
    const there = counterpart(aligned[side], from.offsetAt(from.element.scrollTop + line))
    if (there === null || linked?.checked === false) return
    followed = performance.now()
    if (again > 0) {
      const place = ++chase
      requestAnimationFrame(() => {
        if (place === chase) follow(side, again - 1)
      })
    }
    to.element.scrollTop = to.heightOf(there) - to.element.clientHeight * READING_LINE
  }
  panes.forEach(({ element }, i) => {
    const side = i as 0 | 1
    const lead = () => {
      // What the other text still had to set would throw the reader back.
      if (leader !== side) chase++
      leader = side
      settling = 0
      quiet = 0
      shown++
    }
    for (const event of ['wheel', 'touchstart', 'pointerdown', 'keydown'])
      element.addEventListener(event, lead, { passive: true })
    let waiting = false
    element.addEventListener('scroll', () => {
      if (waiting) return
      waiting = true
      requestAnimationFrame(() => {
        waiting = false
        drawView(side)
        if (settling > 0 || performance.now() < quiet) return
        if (leader !== side && performance.now() - followed < ECHO) return
        leader = side
        follow(side)
      })
    })
  })

  // The strip: what is in view, and going to a place.
  const { strip } = data
  const starts = [strip.a, strip.b]
  const views = [select('#view-a'), select('#view-b')]
  const drawView = (side: 0 | 1) => {
    const { element, offsetAt } = panes[side]
    const from = offsetAt(element.scrollTop)
    const to = offsetAt(element.scrollTop + element.clientHeight)
    views[side].setAttribute('x', String(starts[side] + from * strip.scale))
    views[side].setAttribute('width', String(Math.max(2, (to - from) * strip.scale)))
  }
  const show = (place: (side: 0 | 1) => void) => {
    settling = SETTLE
    chase++
    const mine = ++shown
    const step = () => {
      // A later place, or a reader, has taken over.
      if (mine !== shown) return
      // In every frame: entries of the apparatus that are drawn below move the page, by scroll anchoring.
      bringIntoView()
      place(0)
      place(1)
      drawView(0)
      drawView(1)
      followed = performance.now()
      quiet = followed + ECHO
      if (--settling > 0) requestAnimationFrame(step)
    }
    step()
  }
  const bringIntoView = () => {
    const section = select('.panes')
    const { top, bottom } = section.getBoundingClientRect()
    const bar = select('.navigator').offsetHeight
    if (top < bar - 1 || bottom > innerHeight + 1) scrollBy(0, top - bar)
  }
  const goToOffset = (side: 0 | 1, at: number) => {
    const there = counterpart(aligned[side], at)
    leader = side
    show((i) => {
      const offset = i === side ? at : there
      const { element, heightOf } = panes[i]
      if (offset !== null) element.scrollTop = heightOf(offset) - element.clientHeight * READING_LINE
    })
  }
  const picture = select<SVGSVGElement>('#strip')
  picture.addEventListener('click', (event) => {
    const box = picture.getBoundingClientRect()
    const x = ((event.clientX - box.left) / box.width) * picture.viewBox.baseVal.width
    const side = event.clientY < box.top + box.height / 2 ? 0 : 1
    const at = (x - starts[side]) / strip.scale
    // A band chosen by keyboard has no place of its own: its link is followed.
    if (event.detail === 0 || at < 0 || at > data.lengths[side]) return
    event.preventDefault()
    goToOffset(side, at)
  })

  // The filter, and the edits it leaves.
  const boxes = [...document.querySelectorAll<HTMLInputElement>('input[name=class]')]
  let left: number[] = []
  let current = -1
  const filter = () => {
    const off = new Set<string>()
    for (const box of boxes) {
      document.documentElement.classList.toggle(`off-${box.value}`, !box.checked)
      if (!box.checked) off.add(box.value)
    }
    left = []
    for (let i = 0; i < count; i++) if (!off.has(edits.list[i].class)) left.push(i)
    edits.estimate((i) => !off.has(edits.list[i].class))
    select('#none').hidden = left.length > 0 || count === 0
    drawDensity()
    tell()
  }
  const drawDensity = () => {
    for (const [side, key] of (['a', 'b'] as const).entries()) {
      const path = document.querySelector(`#density-${key}`)
      const shown = left.map((i) => edits.list[i][key].from)
      path?.setAttribute('d', densityPath(shown, starts[side], strip.scale, FEET[side]))
    }
  }
  for (const box of boxes) box.addEventListener('change', filter)

  // From edit to edit.
  const position = select('#position')
  const fill = (template: string, i: number, what = '') =>
    template
      .replace('{i}', () => (i < 0 ? '–' : String(i + 1)))
      .replace('{n}', () => String(left.length))
      .replace('{what}', () => what)
  const tell = () => {
    position.textContent = fill(data.words.position, left.indexOf(current))
  }
  const go = (i: number, focused: 0 | 1 | null, shared = true) => {
    if (current >= 0) {
      for (const piece of edits.pieces(current)) piece.classList.remove('cur')
      for (const mark of edits.marks(current)) mark.tabIndex = -1
      edits.entry(current).classList.remove('cur')
    }
    current = i
    for (const piece of edits.pieces(i)) piece.classList.add('cur')
    const here = edits.marks(i)
    here[0].tabIndex = 0
    here[1].tabIndex = 0
    const entry = edits.entry(i)
    entry.classList.add('cur')
    show((side) => panes[side].reveal(here[side]))
    if (focused !== null) here[focused].focus({ preventScroll: true })
    tell()
    if (shared) share(i)
    const what = `${entry.querySelector('.kind')!.textContent}, ${entry.querySelector('.pair')!.textContent}`
    select('#live').textContent = fill(data.words.announce, left.indexOf(i), what)
    const copies = [...entry.querySelectorAll('.kind, .pair, .at, .suspect')].map((part) =>
      part.cloneNode(true),
    )
    const line = select('#current')
    line.replaceChildren(...copies.flatMap((part) => [part, ' ']))
    line.className = `current c-${edits.list[i].class}`
    for (const listener of gone) listener()
  }
  const gone: (() => void)[] = []
  /** Makes the address of the page a link to an edit. */
  const share = (i: number) => history.replaceState(null, '', `#e${i + 1}`)

  // What the pointer rests on is lit in both texts and in the list, and can be shared when it stays.
  let lit: Element[] = []
  let resting = 0
  const light = (i: number) => {
    for (const element of lit) element.classList.remove('lit')
    clearTimeout(resting)
    lit = i < 0 ? [] : [...edits.pieces(i), edits.entry(i)]
    for (const element of lit) element.classList.add('lit')
    if (i >= 0) resting = setTimeout(share, REST, i)
  }
  const hovered = (target: EventTarget | null) => {
    const element = (target as Element | null)?.closest?.('a.e, .edits li') ?? null
    return element === null ? -1 : indexOf(element)
  }
  const indexOf = (element: Element) => {
    const link = element.id === '' ? element.getAttribute('href')! : element.id
    return Number(/\d+$/.exec(link)![0]) - 1
  }
  let under = -1
  document.addEventListener('pointerover', ({ target, pointerType }) => {
    const i = pointerType === 'touch' ? -1 : hovered(target)
    if (i === under) return
    under = i
    light(i)
  })

  const step = (by: 1 | -1) => {
    if (left.length === 0) {
      select('#live').textContent = data.words.none
      return
    }
    // Also from an edit that the filter has hidden, and from none; after the last comes the first.
    const next =
      by > 0
        ? left.find((i) => i > current)
        : current < 0
          ? undefined
          : left.filter((i) => i < current).at(-1)
    go(next ?? left[by > 0 ? 0 : left.length - 1], focusedSide() ?? 0)
  }
  const focusedSide = () => {
    const at = panes.findIndex(({ element }: Pane) => element.contains(document.activeElement))
    return at < 0 ? null : (at as 0 | 1)
  }
  const across = () => {
    if (current >= 0) go(current, focusedSide() === 0 ? 1 : 0)
  }
  const labels = select<HTMLInputElement>('#labels') as HTMLInputElement | null
  const label = () => document.documentElement.classList.toggle('off-labels', labels?.checked === false)
  labels?.addEventListener('change', label)
  for (const key of ['n', 'j']) keys.set(key, () => step(1))
  for (const key of ['p', 'k']) keys.set(key, () => step(-1))
  keys.set('x', across)
  keys.set('l', () => labels?.click())
  select('#next').addEventListener('click', () => step(1))
  select('#previous').addEventListener('click', () => step(-1))

  // Links: an edit, wherever it is named, is gone to in both texts; a passage likewise.
  const goTo = (hash: string, focus: boolean): boolean => {
    const edit = /^#([abe])(\d+)$/.exec(hash)
    if (edit !== null) {
      const i = Number(edit[2]) - 1
      if (i < 0 || i >= count) return false
      // A link may lead to an edit of a class that is off.
      const box = boxes.find(({ value }) => value === edits.list[i].class)
      if (box?.checked === false) box.click()
      go(i, focus ? (edit[1] === 'b' ? 1 : 0) : null)
      return true
    }
    const passage = /^#p([ab])(\d+)$/.exec(hash)
    const place = passage === null ? null : document.querySelector(hash)
    if (place !== null) {
      const other = document.querySelector(place.getAttribute('href')!)!
      const side = passage![1] === 'a' ? 0 : 1
      leader = side
      show((i) => panes[i].reveal(i === side ? place : other))
      return true
    }
    const at = /^#at-(\d+)$/.exec(hash)
    if (at === null) return false
    const found = edits.list.findIndex(({ a }) => a.from === Number(at[1]))
    if (found >= 0) go(found, 0, false)
    else goToOffset(0, Number(at[1]))
    return true
  }
  document.addEventListener('click', (event) => {
    const link = (event.target as Element).closest('a')
    if (link === null || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return
    const href = link.getAttribute('href') ?? ''
    // A mark in a text is gone to where it is, not where its link leads without a script.
    const own = link.id !== '' && !link.classList.contains('passage') ? `#${link.id}` : null
    const piece = link.classList.contains('e')
      ? (own ?? href.replace(/[ab]/, (c) => (c === 'a' ? 'b' : 'a')))
      : href
    if (goTo(piece, link.closest('.pane') !== null)) event.preventDefault()
  })
  addEventListener('hashchange', () => goTo(location.hash, true))

  filter()
  label()
  for (const mark of document.querySelectorAll<HTMLElement>('a.e')) mark.tabIndex = -1
  if (!goTo(location.hash, true) && data.passages.length > 0) {
    // Both texts begin where what they share begins.
    const first = [select('#pa1'), select('#pb1')]
    const tops = first.map(
      (mark, i) => mark.getBoundingClientRect().top - panes[i].element.getBoundingClientRect().top,
    )
    panes.forEach(({ element }, i) => {
      if (tops[i] > element.clientHeight / 2) element.scrollTop = tops[i] - 8
    })
    // And with the first edit in sight.
    const marks = left.length > 0 ? edits.marks(left[0]) : []
    const hides = (mark: Element, i: number) => {
      const frame = panes[i].element.getBoundingClientRect()
      const { top, bottom } = mark.getBoundingClientRect()
      return top < frame.top || bottom > Math.min(frame.bottom, innerHeight)
    }
    if (marks.some(hides)) marks.forEach((mark, i) => panes[i].reveal(mark))
    followed = performance.now() + ECHO
  }
  drawView(0)
  drawView(1)
  return {
    edits,
    indexOf,
    current: () => current,
    shown: () => left,
    go: (i) => go(i, focusedSide()),
    onGo: (listener) => void gone.push(listener),
    say(message, first = false) {
      const live = select('#live')
      live.textContent = first ? `${message} ${live.textContent}` : message
    },
  }
}
