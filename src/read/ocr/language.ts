import type { OcrPage } from './layout.js'

/**
 * Languages as OCR formats write them: ISO 639-2/3 codes, names of Tesseract's models (`chi_sim`, `frk`), the English
 * names of PAGE-XML (`Chinese, simplified`), tags of BCP 47.
 */
const TAGS: Readonly<Record<string, string>> = {
  ara: 'ar',
  arabic: 'ar',
  ces: 'cs',
  chi: 'zh',
  chi_sim: 'zh-Hans',
  chi_sim_vert: 'zh-Hans',
  chi_tra: 'zh-Hant',
  chi_tra_vert: 'zh-Hant',
  chinese: 'zh',
  'chinese, simplified': 'zh-Hans',
  'chinese, traditional': 'zh-Hant',
  cze: 'cs',
  czech: 'cs',
  dan: 'da',
  danish: 'da',
  deu: 'de',
  deu_frak: 'de',
  deu_latf: 'de',
  dut: 'nl',
  dutch: 'nl',
  ell: 'el',
  eng: 'en',
  english: 'en',
  fin: 'fi',
  finnish: 'fi',
  fra: 'fr',
  frak: 'de',
  fraktur: 'de',
  fre: 'fr',
  french: 'fr',
  frk: 'de',
  ger: 'de',
  german: 'de',
  gre: 'el',
  greek: 'el',
  heb: 'he',
  hebrew: 'he',
  hun: 'hu',
  hungarian: 'hu',
  ita: 'it',
  ita_old: 'it',
  italian: 'it',
  japanese: 'ja',
  jpn: 'ja',
  jpn_vert: 'ja',
  kor: 'ko',
  korean: 'ko',
  lat: 'la',
  latin: 'la',
  nld: 'nl',
  nor: 'no',
  norwegian: 'no',
  pol: 'pl',
  polish: 'pl',
  por: 'pt',
  portuguese: 'pt',
  rus: 'ru',
  russian: 'ru',
  spa: 'es',
  spa_old: 'es',
  spanish: 'es',
  swe: 'sv',
  swedish: 'sv',
  tha: 'th',
  thai: 'th',
  tur: 'tr',
  turkish: 'tr',
  ukr: 'uk',
  ukrainian: 'uk',
  vie: 'vi',
  vietnamese: 'vi',
  zho: 'zh',
}

const TAG = /^[a-z]{2,3}(-[a-z0-9]{2,8}){0,4}$/i

/** The BCP 47 tag of a language as OCR formats write it; undefined for an unknown one. Of several (`deu+eng`), the first. */
export function languageTag(written: string): string | undefined {
  const [first] = written.trim().toLowerCase().split('+')
  const known = Object.hasOwn(TAGS, first) ? TAGS[first] : undefined
  if (known !== undefined) return known
  const tag = written.trim().split('+')[0].replaceAll('_', '-')
  // `und` and `mul` are tags too, but name no language.
  return TAG.test(tag) && !/^(und|mul|zxx|mis)\b/i.test(tag) ? tag : undefined
}

/** The BCP 47 tag of the language in which most characters of the lines are; `fallback` counts where no line names one. O(lines). */
export function mostUsed(pages: readonly OcrPage[], fallback?: string): string | undefined {
  const counts = new Map<string, number>()
  for (const { blocks } of pages) {
    for (const { lines } of blocks) {
      for (const { language, pieces } of lines) {
        if (language === undefined) continue
        let characters = 0
        for (const { content } of pieces) characters += content.length
        counts.set(language, (counts.get(language) ?? 0) + characters)
      }
    }
  }
  const tags = new Map<string, number>()
  for (const [written, characters] of counts) {
    const tag = languageTag(written)
    if (tag !== undefined) tags.set(tag, (tags.get(tag) ?? 0) + characters)
  }
  let best: string | undefined
  for (const [tag, characters] of tags) {
    if (best === undefined || characters > tags.get(best)!) best = tag
  }
  return best ?? (fallback === undefined ? undefined : languageTag(fallback))
}
