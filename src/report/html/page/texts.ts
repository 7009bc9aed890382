import type { PageData } from '../audit/page-data.js'
import { alignedPlaces, counterpart } from './aligned.js'
import { paneOf, READING_LINE, type Pane } from './pane.js'

/** Milliseconds after this script scrolled a text during which a scroll event of that text counts as its own doing. */
const ECHO = 200
/** Frames in which a place is set again: text that comes into view is laid out then, which changes heights. */
const SETTLE = 4

/** Wires the two texts, the strip, the filter and the apparatus of an audited pair, and adds their keys. */
export function startTexts(data: PageData, keys: Map<string, () => void>): void {
  const select = <E extends Element = HTMLElement>(selector: string) => document.querySelector<E>(selector)!
  const panes = [
    paneOf(select('#text-a'), data.lengths[0]),
    paneOf(select('#text-b'), data.lengths[1]),
  ] as const
  const aligned = [
    alignedPlaces(data.passages, data.edits, 0),
    alignedPlaces(data.passages, data.edits, 1),
  ] as const
  const count = data.edits.length / 2
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
  const entries = [...document.querySelectorAll<HTMLElement>('.edits li')]
  const classes = entries.map((entry) => entry.classList[0])
  let left: number[] = []
  let current = -1
  const filter = () => {
    const off = new Set<string>()
    for (const box of boxes) {
      document.documentElement.classList.toggle(`off-${box.value}`, !box.checked)
      if (!box.checked) off.add(`c-${box.value}`)
    }
    left = []
    for (let i = 0; i < count; i++) if (!off.has(classes[i])) left.push(i)
    select('#none').hidden = left.length > 0 || count === 0
    tell()
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
  const marks = (i: number) => [select(`#a${i + 1}`), select(`#b${i + 1}`)] as const
  const pieces = (i: number) => document.querySelectorAll(`a.e[href="#a${i + 1}"], a.e[href="#b${i + 1}"]`)
  const go = (i: number, focused: 0 | 1 | null) => {
    if (current >= 0) {
      for (const piece of pieces(current)) piece.classList.remove('cur')
      for (const mark of marks(current)) mark.tabIndex = -1
      entries[current].classList.remove('cur')
    }
    current = i
    for (const piece of pieces(i)) piece.classList.add('cur')
    const here = marks(i)
    here[0].tabIndex = 0
    here[1].tabIndex = 0
    entries[i].classList.add('cur')
    show((side) => panes[side].reveal(here[side]))
    if (focused !== null) here[focused].focus({ preventScroll: true })
    tell()
    const entry = entries[i]
    const what = `${entry.querySelector('.kind')!.textContent}, ${entry.querySelector('.pair')!.textContent}`
    select('#live').textContent = fill(data.words.announce, left.indexOf(i), what)
    const copies = [...entry.querySelectorAll('.kind, .pair, .at, .suspect')].map((part) =>
      part.cloneNode(true),
    )
    const line = select('#current')
    line.replaceChildren(...copies.flatMap((part) => [part, ' ']))
    line.className = `current ${classes[i]}`
  }
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
  labels?.addEventListener('change', () =>
    document.documentElement.classList.toggle('off-labels', !labels.checked),
  )
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
    let found = -1
    for (let i = 0; i < count && found < 0; i++) if (data.edits[2 * i] === Number(at[1])) found = i
    if (found >= 0) go(found, 0)
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
    followed = performance.now() + ECHO
  }
  drawView(0)
  drawView(1)
  document.documentElement.dataset.ready = ''
}
