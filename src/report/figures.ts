import type { Changed } from '../compare/verify.js'

/** A share as per cent with one decimal, as every report shows it. Only a true 1 is 100, only a true 0 is 0. */
export function sharePercent(share: number): number {
  if (share === 1 || share === 0) return share * 100
  return Math.min(99.9, Math.max(0.1, Math.round(share * 1000) / 10))
}

/** A share as a percentage; see `sharePercent`. */
export function percent(share: number): string {
  return share === 1 || share === 0 ? `${share * 100} %` : `${sharePercent(share).toFixed(1)} %`
}

/**
 * An error rate as per cent with two decimals, as every report shows it: 0.028417 is 2.84. What is not 0 is 0.01 at least. NaN
 * and Infinity stay what they are.
 */
export function roundedPercent(rate: number): number {
  return rate === 0 ? 0 : Math.max(0.01, Math.round(rate * 10_000) / 100)
}

/** An error rate as a percentage. It may exceed 100 %, is ∞ where the truth is empty, and – where there is no text at all. */
export function ratePercent(rate: number): string {
  if (rate === 0) return '0 %'
  if (!Number.isFinite(rate)) return Number.isNaN(rate) ? '–' : '∞'
  return `${roundedPercent(rate).toFixed(2)} %`
}

/** The ends of an interval of a rate, as in 1.20–3.40 %. */
export function intervalPercent({ low, high }: { readonly low: number; readonly high: number }): string {
  if (!Number.isFinite(high)) return `${ratePercent(low)} – ∞`
  return `${roundedPercent(low).toFixed(2)}–${roundedPercent(high).toFixed(2)} %`
}

/** A share cut, not rounded, to four decimals: 0.89996 must not read as 0.9 where 0.9 is the threshold. */
export function cut(share: number): number {
  return Math.floor(share * 10_000) / 10_000
}

/** 1234567 → 1,234,567, whatever the locale of the machine. */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',')
}

/** `0 passages`, `1 passage`, `2 passages`. */
export function counted(count: number, noun: string): string {
  return `${grouped(count)} ${noun}${count === 1 ? '' : 's'}`
}

/** What changed, in the order in which an editor asks: numbers, words, characters. */
export function changedPhrase({ numbers, words, characters }: Changed): string {
  if (numbers === 0 && words === 0)
    return characters === 0 ? 'no word changed' : counted(characters, 'character') + ' changed'
  const parts = [numbers > 0 ? counted(numbers, 'number') : '', words > 0 ? counted(words, 'word') : '']
  return `${parts.filter(Boolean).join(' and ')} changed`
}
