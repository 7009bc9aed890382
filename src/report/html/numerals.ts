import { roundedPercent, sharePercent } from '../figures.js'
import type { Vocabulary } from './words/vocabulary.js'

/** 5457 → 5,457, or 5.457 in German. */
export function integer(count: number, words: Vocabulary): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, words.group)
}

/** A phrase that counts something, with its number written in the language of the page. */
export function counted(
  count: number,
  phrase: (count: string, one: boolean) => string,
  words: Vocabulary,
): string {
  return phrase(integer(count, words), count === 1)
}

/** A share of a whole, one decimal. Only a true 1 shows as 100 %, only a true 0 as 0 %. */
export function share(value: number, words: Vocabulary): string {
  if (value === 0 || value === 1) return percent(String(value * 100), words)
  return percent(sharePercent(value).toFixed(1), words)
}

/** A share cut to one decimal, not rounded: 0.8996 must not read as 90 % where 90 % is the threshold. */
export function shareCut(value: number, words: Vocabulary): string {
  return share(Math.floor(value * 1000) / 1000, words)
}

/** A threshold with at most two decimals. */
export function bound(value: number, words: Vocabulary): string {
  return percent(String(Math.round(value * 10_000) / 100), words)
}

/** An error rate with two decimals; see `ratePercent`. */
export function rate(value: number, words: Vocabulary): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? '–' : '∞'
  if (value === 0) return percent('0', words)
  return percent(roundedPercent(value).toFixed(2), words)
}

function percent(figure: string, words: Vocabulary): string {
  const [whole, part] = figure.split('.')
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, words.group)
  return `${part === undefined ? grouped : grouped + words.decimal + part}${words.percentGap}%`
}
