import { expect, test } from 'vitest'
import { dedupe } from '../../src/dedupe/dedupe.js'
import { CHINESE } from '../families/chinese.js'
import { draw, type Family } from '../families/draw.js'
import { ENGLISH } from '../families/english.js'
import { GERMAN } from '../families/german.js'
import { SPANISH } from '../families/spanish.js'

const FAMILIES: [name: string, family: Family][] = [
  ['English', ENGLISH],
  ['German', GERMAN],
  ['Chinese', CHINESE],
  ['Spanish', SPANISH],
]
/** Reports of each form. */
const REPORTS = 12

test.each(FAMILIES)(
  '%s: of many reports of one form none goes, in a stream and in a batch',
  async (_name, family) => {
    const from = draw(11)
    const made = Object.values(family).flatMap((make) => Array.from({ length: REPORTS }, () => make(from)))
    const texts = [...new Set(made)]
    for (const mode of ['stream', 'batch'] as const) {
      const gone: string[] = []
      for await (const verdict of dedupe(() => texts, { mode })) {
        if (!verdict.kept) gone.push(`${verdict.document} | ${verdict.match.decision.reason}`)
      }
      expect(gone).toEqual([])
    }
  },
)
