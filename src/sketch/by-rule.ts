import { requireString } from '../kernel/errors.js'
import {
  parseShingleRule,
  requireShingleRule,
  shingleRuleName,
  shinglesOf,
  type ShingleRule,
} from '../shingles/rule.js'
import { fold, FOLD_VERSION } from '../text/fold.js'
import { WORDS_VERSION } from '../text/words.js'
import { sketchHashes, sketchSettings, type FullSignature, type SketchOptions } from './signature.js'

/**
 * `sketch` with shingles of a fixed size: `char-5` or `word-3`, or the rule they name. Signatures of different rules do
 * not compare. The default rule, `local-8`, needs no such choice between scripts. A function of its own, because word
 * borders bring a table along. O(length).
 * @throws OffprintError `ERR_ARGUMENT` for a wrong text, rule or option.
 */
export function sketchBy(
  rule: ShingleRule | string,
  text: string,
  options: SketchOptions = {},
): FullSignature {
  const parsed = typeof rule === 'string' ? parseShingleRule('rule', rule) : rule
  requireShingleRule('rule', parsed)
  requireString('text', text)
  const { k, seed, script } = sketchSettings(options)
  const shingles = shingleRuleName(parsed)
  const header = {
    scheme: 'fss',
    k,
    seed,
    slotBits: 48,
    shingles,
    foldVersion: FOLD_VERSION,
    script,
    wordsVersion: parsed.kind === 'words' ? WORDS_VERSION : 0,
  } as const
  return sketchHashes(header, shinglesOf(fold(text, { script }), parsed).low)
}
