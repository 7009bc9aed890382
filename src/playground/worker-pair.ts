// The part of the playground that stands in the page: compares two texts and writes their report. It runs in a worker.
import { audit } from '../audit/audit.js'
import type { Witness } from '../audit/witness.js'
import { auditToHtml } from '../report/html/audit/pair-page.js'
import type { GivenText, PairJob } from './messages.js'
import { serve, shared } from './worker.js'

/** What an OCR engine wrote is read by the part `ocr`, which the page adds where a source looks like it. */
function witnessOf({ name, source }: GivenText): Witness {
  const read = shared.readOcrSource?.(source)
  return { ...(read ?? { text: source }), name }
}

serve('pair', ({ a: givenA, b: givenB, language }: PairJob) => {
  const [a, b] = [witnessOf(givenA), witnessOf(givenB)]
  return {
    kind: 'report',
    html: auditToHtml(audit(a, b, { layout: true }), a, b, { reportLanguage: language }),
  }
})
