import type { Audit } from '../../../audit/audit.js'
import { EDIT_CLASSES } from '../../../compare/classes.js'
import { html, type Markup } from '../markup.js'
import type { PageData } from './page-data.js'
import { LineNumbers } from '../../line-numbers.js'
import { counted, share } from '../numerals.js'
import { classOf } from '../edit-mark.js'
import type { Vocabulary } from '../words/vocabulary.js'

/** Width of the picture in its own units; the browser stretches it to the room there is. */
const WIDTH = 1000
const HEIGHT = 120
/** Height of each bar. */
const BAR = 22
/** Most edits that are ticks. More stand so close that the picture shows how many there are instead. */
const MOST_TICKS = 120
/** Width of a column of that picture. */
const COLUMN = 5
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
 * How dense edits stand along a bar, as columns that rise from its foot: up to its top for the densest place, which has at
 * least twice the edits of a usual one, so that even noise shows as half a bar. O(edits).
 *
 * @param places where edits begin, in UTF-16 units. @param start where the bar begins. @param foot its lower edge.
 */
export function densityPath(places: readonly number[], start: number, scale: number, foot: number): string {
  const counts = new Uint32Array(WIDTH / COLUMN)
  let most = 1
  let used = 0
  for (const place of places) {
    const column = Math.min(counts.length - 1, Math.floor((start + place * scale) / COLUMN))
    if (++counts[column] === 1) used++
    most = Math.max(most, counts[column])
  }
  most = Math.max(most, (2 * places.length) / Math.max(1, used))
  let d = `M0 ${foot}`
  let height = 0
  counts.forEach((count, column) => {
    const next = fixed((count / most) * BAR)
    if (next === height) return
    d += `H${column * COLUMN}V${fixed(foot - next)}`
    height = next
  })
  return `${d}H${WIDTH}V${foot}Z`
}

/** The lower edges of both bars. */
export const FEET = [BAR, HEIGHT] as const

/**
 * Both texts as bars, A above B: a band joins each passage with its place in the other text, a tick is an edit, or
 * columns are many. Bands of moved passages cross. O(length + passages + edits).
 */
export function strip(
  audit: Audit,
  textA: string,
  textB: string,
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
  const ticks = audit.edits.length > MOST_TICKS ? density(audit, geometry) : ticksOf(audit, x, geometry)
  const bar = (start: number, y: number, length: number) =>
    html`<rect class="bar" x="${start}" y="${y}" width="${fixed(length * geometry.scale)}" height="${BAR}" />`
  const caption = (key: 'a' | 'b', text: string) =>
    html`<p class="${key}">
      <b>${key.toUpperCase()}</b> ${counted(text.length, words.characters, words)} ·
      ${counted(new LineNumbers(text).lines, words.lines, words)} ·
      ${words.insideOther(share(audit.coverage[key], words), key === 'a' ? 'B' : 'A')}
    </p>`
  return html`<section class="strip" aria-labelledby="strip-title">
    <h2 id="strip-title" class="heard">${words.strip}</h2>
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
        ${bar(geometry.a, 0, textA.length)}${bar(geometry.b, HEIGHT - BAR, textB.length)} ${bands}
        <g class="ticks" aria-hidden="true">${ticks}</g>
        <g class="views" aria-hidden="true">
          <rect class="view" id="view-a" y="0" height="${BAR}" width="0" />
          <rect class="view" id="view-b" y="${HEIGHT - BAR}" height="${BAR}" width="0" />
        </g>
      </svg>
    </div>
    <div class="captions">${caption('a', textA)} ${caption('b', textB)}</div>
  </section>`
}

/** A tick on both bars for each edit, one path for each class. */
function ticksOf(audit: Audit, x: (start: number, at: number) => number, geometry: PageData['strip']) {
  return EDIT_CLASSES.map((editClass) => {
    const edits = audit.edits.filter((edit) => edit.class === editClass)
    if (edits.length === 0) return null
    const d = edits.map(
      ({ a, b }) => `M${x(geometry.a, a.from)} 0v${BAR}M${x(geometry.b, b.from)} ${HEIGHT - BAR}v${BAR}`,
    )
    return html`<path class="tick ${classOf(editClass)}" d="${d.join('')}" /> `
  })
}

/** Columns on both bars; the script draws them anew for the classes that are shown. */
function density({ edits }: Audit, { a, b, scale }: PageData['strip']): Markup {
  const path = (key: 'a' | 'b', start: number, foot: number) => {
    const places = edits.filter((edit) => edit.class !== 'layout').map((edit) => edit[key].from)
    return html`<path class="density" id="density-${key}" d="${densityPath(places, start, scale, foot)}" /> `
  }
  return html`${path('a', a, FEET[0])}${path('b', b, FEET[1])}`
}

function fixed(x: number): number {
  return Math.round(x * 100) / 100
}
