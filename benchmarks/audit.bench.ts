/**
 * Question: how often is the copy that the audit suspects the one that is wrong, and of how many differences does it
 * say so? A is real OCR, B what stands on the page, so that `a` is right wherever the two differ.
 *
 * `pair`: words are known from the two copies alone; `corpus`: from all texts of the set, as the command does.
 * The rules were looked at on these sets while they were written; there are no thresholds to fit but two small counts.
 */
import { audit } from '../src/audit/audit.js'
import { addToLexicon, createLexicon } from '../src/audit/lexicon.js'
import { fold } from '../src/text/fold.js'
import { dataSet, keepRecord, readData, report, SMOKE } from './harness.js'

type Pair = readonly [ocr: string, truth: string]

function hipe(...files: string[]): Pair[] {
  return files.flatMap((file) =>
    readData(file)
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
      .map(({ ocr_hypothesis: ocr, ground_truth: truth }): Pair => [
        ocr.transcription_unit,
        truth.transcription_unit,
      ]),
  )
}

const OVERPROOF = 'overproof/hipe-ocrepair-bench_v0.9_overproof-combined_v1.0'
const DTA = 'hipe-dta19/hipe-ocrepair-bench_v0.9_dta19'

const sets: Record<string, () => Pair[]> = SMOKE
  ? {
      made: () => [
        [
          'The modem comer of the harbour. The modern harbour.',
          'The modern corner of the harbour. The modern harbour.',
        ],
      ],
    }
  : {
      overproof: () => hipe(`${OVERPROOF}_dev_en.jsonl`, `${OVERPROOF}_train_en.jsonl`),
      'hipe-dta19': () => hipe(...[0, 1, 2].map((level) => `${DTA}-l${level}_v0.1_test_de.jsonl`)),
      'faspell-ocr': () =>
        readData('faspell-ocr/ocr_train_3575.txt')
          .trim()
          .split('\n')
          .map((line) => line.split('\t'))
          .map(([, ocr, truth]): Pair => [ocr, truth]),
    }

for (const [name, load] of Object.entries(sets)) {
  if (!SMOKE && dataSet(name) === undefined) continue
  const pairs = load()
  const corpus = createLexicon()
  for (const text of pairs.flat()) addToLexicon(corpus, fold(text))
  for (const scope of ['pair', 'corpus'] as const) {
    const counts = new Map<string, { right: number; wrong: number }>()
    let edits = 0
    let decided = 0
    let right = 0
    for (const [ocr, truth] of pairs) {
      const found = audit(ocr, truth, scope === 'corpus' ? { lexicon: corpus } : {})
      for (const edit of found.edits) {
        if (edit.class === 'linebreak') continue
        edits++
        if (edit.reason === null) continue
        let count = counts.get(edit.reason)
        if (count === undefined) counts.set(edit.reason, (count = { right: 0, wrong: 0 }))
        decided++
        if (edit.suspect === 'a') {
          count.right++
          right++
        } else count.wrong++
      }
    }
    const reasons = [...counts]
      .sort(([, x], [, y]) => y.right + y.wrong - x.right - x.wrong)
      .map(([reason, count]) => `${reason} ${count.right} of ${count.right + count.wrong}`)
    report(
      `${name}, ${scope}: precision ${(right / Math.max(1, decided)).toFixed(3)}, says so of ` +
        `${((100 * decided) / Math.max(1, edits)).toFixed(0)} % of ${edits} differences: ${reasons.join(', ')}`,
    )
  }
}
keepRecord('audit')
