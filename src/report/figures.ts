import type { Changed } from '../compare/verify.js'

/** A share as a percentage. Only a true 1 shows as 100 %, only a true 0 as 0 %. */
export function percent(share: number): string {
  if (share === 1 || share === 0) return `${share * 100} %`
  return `${Math.min(99.9, Math.max(0.1, Math.round(share * 1000) / 10)).toFixed(1)} %`
}

/** An error rate as a percentage with two decimals. It may exceed 100 %, and is ∞ where the truth is empty. */
export function ratePercent(rate: number): string {
  if (rate === 0) return '0 %'
  if (!Number.isFinite(rate)) return Number.isNaN(rate) ? '–' : '∞'
  return `${Math.max(0.01, Math.round(rate * 10_000) / 100).toFixed(2)} %`
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
