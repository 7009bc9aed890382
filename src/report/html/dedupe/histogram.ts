import type { DedupeWords } from '../words/dedupe-words.js'
import { html, type Markup } from '../markup.js'
import { bound, integer } from '../numerals.js'
import type { Vocabulary } from '../words/vocabulary.js'

/** Bins of two per cent below 1. Exactly 1 has a bin of its own, since most pairs of most crawls are exact copies. */
const STEPS = 50
const BINS = STEPS + 1
/** Pixels of the bars above and below the axis together, and the least height of each part. */
const HEIGHT = 190
const LEAST_PART = 26
/** Pixels for the labels above the bars, and for those below. */
const TOP = 18
/** Least distance of two labels of the scale, in pixels. */
const LABEL = 22

/** Counts of removed and of tied pairs by a value from 0 to 1. */
export class Histogram {
  readonly removed: Float64Array = new Float64Array(BINS)
  readonly tied: Float64Array = new Float64Array(BINS)

  add(value: number, removed: boolean): void {
    const bins = removed ? this.removed : this.tied
    bins[value >= 1 ? STEPS : Math.max(0, Math.floor(value * STEPS))]++
  }
}

/** A histogram with its name and the threshold to mark. */
export interface Plot {
  readonly key: string
  readonly title: string
  readonly hint: string
  readonly histogram: Histogram
  /** The value below which nothing is removed; null where no such value is known. */
  readonly threshold: number | null
}

/**
 * A histogram as a picture: removed pairs stand above the axis, tied ones hang below. Heights grow with the square root
 * of the counts, so that one pair can be seen beside ten thousand; the scale says so.
 */
export function histogramFigure(
  { key, title, hint, histogram, threshold }: Plot,
  words: Vocabulary,
  terms: DedupeWords,
): Markup {
  const { removed, tied } = histogram
  const up = Math.sqrt(Math.max(...removed, 1))
  const down = Math.sqrt(Math.max(...tied, 1))
  const part = Math.max(LEAST_PART, Math.min(HEIGHT - LEAST_PART, (HEIGHT * up) / (up + down)))
  const scale = Math.min(part / up, (HEIGHT - part) / down)
  const axis = TOP + part
  const bars = (bins: Float64Array, direction: 1 | -1) =>
    Array.from(bins, (count, bin) => {
      if (count === 0) return null
      const height = Math.max(2, round(Math.sqrt(count) * scale))
      const y = direction > 0 ? round(axis - height) : axis
      return html`<rect
        x="${percent(bin + 0.1)}%"
        y="${round(y)}"
        width="${percent(0.8)}%"
        height="${height}"
      >
        <title>${label(bin, words, terms)}: ${integer(count, words)}</title>
      </rect>`
    })
  return html`<figure class="histogram" aria-labelledby="${key}-title">
    <figcaption>
      <h3 id="${key}-title">${title}</h3>
      <p class="hint">${hint}</p>
    </figcaption>
    <svg width="100%" height="${TOP + HEIGHT + TOP}" aria-hidden="true">
      ${grid(Math.max(...removed), axis, -scale, words)}${grid(Math.max(...tied), axis, scale, words)}
      <g class="removed">${bars(removed, 1)}</g>
      <g class="tied">${bars(tied, -1)}</g>
      <line class="axis" x1="0" x2="100%" y1="${round(axis)}" y2="${round(axis)}" />
      ${
        threshold !== null &&
        html`<line
            class="threshold"
            x1="${percent(threshold * STEPS)}%"
            x2="${percent(threshold * STEPS)}%"
            y1="0"
            y2="${TOP + HEIGHT}"
          />
          <text
            class="threshold"
            x="${percent(threshold * STEPS)}%"
            y="11"
            dx="${threshold > 0.3 ? -6 : 6}"
            text-anchor="${threshold > 0.3 ? 'end' : 'start'}"
          >
            ${terms.threshold(bound(threshold, words))}
          </text>`
      }
      ${[0, 0.2, 0.4, 0.6, 0.8].map(
        (value) =>
          html`<text class="value" x="${percent(value * STEPS)}%" y="${TOP + HEIGHT + 14}"
            >${Math.round(value * 100)}</text
          >`,
      )}
      <text class="value" x="100%" y="${TOP + HEIGHT + 14}" text-anchor="end">100${words.percentGap}%</text>
    </svg>
  </figure>`
}

/** Lines at 1, 3, 10, 30, 100, … up to the highest bar, with their counts, where they are far enough apart. */
function grid(most: number, axis: number, scale: number, words: Vocabulary): Markup[] {
  const lines: Markup[] = []
  let before = 0
  for (let power = 1; power <= most; power *= 10) {
    for (const count of [power, 3 * power]) {
      const height = Math.sqrt(count) * Math.abs(scale)
      if (count > most || height - before < LABEL) continue
      before = height
      const y = round(axis + Math.sqrt(count) * scale)
      lines.push(
        html`<line class="grid" x1="0" x2="100%" y1="${y}" y2="${y}" />
          <text class="count" x="2" y="${y}" dy="-2">${integer(count, words)}</text>`,
      )
    }
  }
  return lines
}

/** The same figures as a table: a row for every bin that is not empty in all plots. */
export function histogramTable(plots: readonly Plot[], words: Vocabulary, terms: DedupeWords): Markup {
  const bins = Array.from({ length: BINS }, (_, bin) => BINS - 1 - bin).filter((bin) =>
    plots.some(({ histogram }) => histogram.removed[bin] + histogram.tied[bin] > 0),
  )
  const cell = (count: number) => html`<td class="figure">${count === 0 ? '·' : integer(count, words)}</td>`
  return html`<details class="as-table">
    <summary>${terms.asTable}</summary>
    <div class="scroll" tabindex="0" role="group" aria-label="${terms.asTable}">
      <table>
        <thead>
          <tr>
            <th scope="col" rowspan="2">${terms.range}</th>
            ${plots.map(({ title }) => html`<th scope="colgroup" colspan="2">${title}</th>`)}
          </tr>
          <tr>
            ${plots.map(
              () =>
                html`<th scope="col" class="figure">${terms.removed}</th>
                  <th scope="col" class="figure">${terms.tied}</th>`,
            )}
          </tr>
        </thead>
        <tbody>
          ${bins.map(
            (bin) =>
              html`<tr>
                <th scope="row">${label(bin, words, terms)}</th>
                ${plots.map(({ histogram }) => [cell(histogram.removed[bin]), cell(histogram.tied[bin])])}
              </tr> `,
          )}
        </tbody>
      </table>
    </div>
  </details>`
}

function label(bin: number, words: Vocabulary, terms: DedupeWords): string {
  const gap = words.percentGap
  if (bin === STEPS) return terms.exactly(`100${gap}%`)
  const step = 100 / STEPS
  return terms.fromTo(`${bin * step}${gap}%`, `${(bin + 1) * step}${gap}%`)
}

/** A number of bins in per cent of the picture's width. */
function percent(bins: number): number {
  return Math.round((bins / BINS) * 10_000) / 100
}

function round(x: number): number {
  return Math.round(x * 10) / 10
}
