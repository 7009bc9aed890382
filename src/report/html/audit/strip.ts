import type { Audit } from '../../../audit/audit.js'
import { EDIT_CLASSES } from '../../../compare/classes.js'
import { html, type Markup } from '../markup.js'
import type { PageData } from './page-data.js'
import { share } from '../numerals.js'
import { classOf } from '../edit-mark.js'
import type { Vocabulary } from '../words/vocabulary.js'

/** Width of the picture in its own units; the browser stretches it to the room there is. */
const WIDTH = 1000
const HEIGHT = 120
/** Height of each bar. */
const BAR = 22
/** Least width of a passage: three pixels on a wide page. */
const MIN_WIDTH = 3

/**
 * Where the bars begin, and their scale. Both texts have one scale; the shorter text begins where the weighted mean of
 * its passages stands below their places in the longer one. O(passages).
 */
export function stripGeometry(audit: Audit, lengthA: number, lengthB: number): PageData['strip'] {
  const longest = Math.max(lengthA, lengthB, 1)
  const scale = WIDTH / longest
  let weight = 0
  let shift = 0
  for (const { a, b } of audit.passages) {
    const size = a.to - a.from
    weight += size
    shift += (size * (a.from + a.to - b.from - b.to)) / 2
  }
  const free = lengthA - lengthB
  const wanted = weight === 0 ? 0 : shift / weight
  const start = free >= 0 ? Math.min(free, Math.max(0, wanted)) : Math.max(free, Math.min(0, wanted))
  return { a: start < 0 ? fixed(-start * scale) : 0, b: start > 0 ? fixed(start * scale) : 0, scale }
}

/**
 * Both texts as bars, A above B: a band joins each passage with its place in the other text, a tick is an edit. Bands of
 * moved passages cross. O(passages + edits).
 */
export function strip(
  audit: Audit,
  lengthA: number,
  lengthB: number,
  geometry: PageData['strip'],
  words: Vocabulary,
): Markup {
  const x = (start: number, at: number) => fixed(start + at * geometry.scale)
  const bands = audit.passages.map(({ a, b, identity, moved }, i) => {
    const a0 = x(geometry.a, a.from)
    const a1 = Math.max(x(geometry.a, a.to), a0 + MIN_WIDTH)
    const b0 = x(geometry.b, b.from)
    const b1 = Math.max(x(geometry.b, b.to), b0 + MIN_WIDTH)
    const [top, bottom, middle] = [BAR, HEIGHT - BAR, HEIGHT / 2]
    const label = words.passage(i + 1, share(identity, words), moved)
    const d =
      `M${a0} 0H${a1}V${top}C${a1} ${middle} ${b1} ${middle} ${b1} ${bottom}V${HEIGHT}` +
      `H${b0}V${bottom}C${b0} ${middle} ${a0} ${middle} ${a0} ${top}Z`
    return html`<a href="#pa${i + 1}" class="${moved ? 'band moved' : 'band'}" aria-label="${label}"
      ><title>${label}</title><path fill="url(#join)" d="${d}"
    /></a> `
  })
  const ticks = EDIT_CLASSES.map((editClass) => {
    const edits = audit.edits.filter((edit) => edit.class === editClass)
    if (edits.length === 0) return null
    const d = edits.map(
      ({ a, b }) => `M${x(geometry.a, a.from)} 0v${BAR}M${x(geometry.b, b.from)} ${HEIGHT - BAR}v${BAR}`,
    )
    return html`<path class="tick ${classOf(editClass)}" d="${d.join('')}" /> `
  })
  const bar = (start: number, y: number, length: number) =>
    html`<rect class="bar" x="${start}" y="${y}" width="${fixed(length * geometry.scale)}" height="${BAR}" />`
  return html`<section class="strip" aria-labelledby="strip-title">
    <h2 id="strip-title">${words.strip}</h2>
    <div class="plot">
      <span class="letter a" aria-hidden="true">A</span><span class="letter b" aria-hidden="true">B</span>
      <svg
        id="strip"
        viewBox="0 0 ${WIDTH} ${HEIGHT}"
        preserveAspectRatio="none"
        role="group"
        aria-labelledby="strip-title"
      >
        <defs>
          <linearGradient id="join" x1="0" y1="0" x2="0" y2="1">
            <stop class="a" offset="0.1" />
            <stop class="b" offset="0.9" />
          </linearGradient>
        </defs>
        ${bar(geometry.a, 0, lengthA)}${bar(geometry.b, HEIGHT - BAR, lengthB)} ${bands}
        <g class="ticks" aria-hidden="true">${ticks}</g>
        <g class="views" aria-hidden="true">
          <rect class="view" id="view-a" y="0" height="${BAR}" width="0" />
          <rect class="view" id="view-b" y="${HEIGHT - BAR}" height="${BAR}" width="0" />
        </g>
      </svg>
    </div>
    <p class="hint">${words.stripHint}</p>
  </section>`
}

function fixed(x: number): number {
  return Math.round(x * 100) / 100
}
