import type { PairRule } from './pairing.js'

/** The ends by which the names of OCR and of truths are told apart, such as `.pred.txt` and `.gt.txt`. */
export type Suffixes = Pick<PairRule, 'ocrSuffix' | 'truthSuffix'>

/** The end of a name that says that the file is a truth: `.gt.txt` (tesstrain, kraken, Calamari, ocropy), `-gt.xml`, `_truth.txt`. */
const TRUTH = /[._-](?:gt|truth|ground[._-]?truth)(?:\.[a-z0-9]+){1,3}$/i

/** Files that stand beside texts and are none: images of lines and pages, what training makes of them. */
const NO_TEXT =
  /\.(?:png|jpe?g|tiff?|jp2|jxl|webp|gif|bmp|pnm|p[bgp]m|pdf|djvu|lstmf|box|npy|npz|h5|ckpt|traineddata)$/i

/** Ends of names that say that the file is what an engine read (Calamari, ocropy, OCR-D). */
const OCR = /^[._-](?:pred|ocr|hyp|out)(?:[._-]|$)/i

/** The end that the names of truths have in common; undefined where none has any, or they have several. O(names). */
export function truthSuffixIn(names: readonly string[]): string | undefined {
  const found = new Set<string>()
  for (const name of names) {
    const [suffix] = TRUTH.exec(name) ?? []
    if (suffix !== undefined && !/(?:^|\/)$/.test(name.slice(0, -suffix.length))) found.add(suffix)
  }
  return found.size === 1 ? [...found][0] : undefined
}

/**
 * The ends of the names of texts that stand beside truths: what follows the name of a truth without its end. Several come
 * sorted, those that say OCR alone where there are such. O(characters of the names).
 */
export function ocrSuffixesIn(
  names: readonly string[],
  truths: readonly string[],
  truthSuffix: string,
): string[] {
  const stems = new Set(
    truths.filter((name) => name.endsWith(truthSuffix)).map((name) => name.slice(0, -truthSuffix.length)),
  )
  const found = new Set<string>()
  for (const name of names) {
    if (name.endsWith(truthSuffix) || NO_TEXT.test(name)) continue
    // From the end, so that 1.a.txt belongs to 1.a where there are 1.a.gt.txt and 1.gt.txt.
    for (let at = name.length - 1; at > 0 && name[at] !== '/'; at--) {
      if (!'._-'.includes(name[at]) || !stems.has(name.slice(0, at))) continue
      found.add(name.slice(at))
      break
    }
  }
  const all = [...found].sort()
  const said = all.filter((suffix) => OCR.test(suffix))
  return said.length > 0 ? said : all
}
