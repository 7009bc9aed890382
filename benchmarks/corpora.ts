import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { dataSet, readData, SMOKE } from './harness.js'

/** Real running text of one language, or undefined where the evaluation sets are not there. */
export function chinese(): string[] | undefined {
  if (SMOKE) return seeds()
  const gsd = dataSet('ud-zh-gsd')
  const faspell = dataSet('faspell-ocr')
  const histories = dataSet('zh-histories')
  if (gsd === undefined || faspell === undefined || histories === undefined) return undefined
  const captions = readData('faspell-ocr/ocr_train_3575.txt')
    .split('\n')
    .map((line) => line.split('\t')[2] ?? '')
  const sentences = ['dev', 'test'].flatMap((part) =>
    readData(`ud-zh-gsd/GSDSimp.${part}.tsv`)
      .split('\n')
      .map((line) => line.split('\t').at(-1) ?? ''),
  )
  // Pre-modern prose fills up what the modern sets lack in length; line breaks as printed, commentary inline.
  const archive = execFileSync('tar', ['xJOf', `${histories}/files.tar.xz`], {
    maxBuffer: 1 << 26,
    encoding: 'utf8',
  })
  return [...seeds(), sentences.join(''), captions.join('，'), archive.slice(0, 4_000_000)]
}

/** OCRed English books. */
export function english(): string[] | undefined {
  if (SMOKE) return [readFileSync('README.md', 'utf8').repeat(2)]
  if (dataSet('textreuse-extdata') === undefined) return undefined
  const books = [
    'calltounconv00baxt',
    'memoirjamesbrai00ricegoog',
    'practicalthought00nev',
    'lifeofrevrichard00baxt',
  ]
  return books.map((book) => readData(`textreuse-extdata/ats/${book}.txt`))
}

function seeds(): string[] {
  return [0, 1, 2, 3, 4].map((number) => readFileSync(`fixtures/seeds/texts/00${number}.txt`, 'utf8'))
}
