import { describe, expect, test } from 'vitest'
import { dedupe } from '../../src/dedupe/dedupe.js'

/**
 * What became of the second of two documents: `gone`, or the reason for which it is kept. A batch may find that the first
 * has nothing that the second lacks; the reason is then read from a run without the first going.
 */
async function second(a: string, b: string, mode: 'stream' | 'batch'): Promise<string> {
  const documents = [
    { id: 0, text: a },
    { id: 1, text: b },
  ]
  const verdicts = []
  for await (const verdict of dedupe(() => documents, { mode })) verdicts.push(verdict)
  const [first, last] = verdicts
  if (!last.kept) return 'gone'
  if (last.tied.length > 0) return last.tied[0].decision.reason
  return first.kept ? 'not related' : `the first goes: ${first.match.decision.reason}`
}

const REPORT =
  'The harbour office counted 1,050 ships in the first half of the year, three more than in the year before. Most of them ' +
  'came from the north with timber, and left with coal. The office expects no change before the autumn.'
const ADDED =
  'A second pier was opened by the mayor in the presence of the guilds, and the sailors of eleven ships carried torches.'

describe.each(['stream', 'batch'] as const)('%s', (mode) => {
  const explained: [what: string, a: string, b: string][] = [
    [
      'a dateline before a dash and a short sentence',
      `HULL – The quay is shut. ${REPORT}`,
      `LEITH – The quay is shut. ${REPORT}`,
    ],
    [
      'a dateline before a dash and a line that is wrapped',
      `HULL – The quay is shut from Monday on and the\nferry lands at the old pier. ${REPORT}`,
      `LEITH – The quay is shut from Monday on and the\nferry lands at the old pier. ${REPORT}`,
    ],
    [
      'a dateline and a call to subscribe, a fifth of a short notice',
      'The quay is closed from Monday on, and the ferry lands at the old pier until the end of May.',
      'HULL, March 3. The quay is closed from Monday on, and the ferry lands at the old pier until the end of May.\n\nSubscribe to our channel.',
    ],
    ['the notation of a number', '会议有三百人参加，会期五天。', '会议有300人参加，会期5天。'],
    [
      'a time of day',
      'The ship left at 9:40 A.M. with ten men aboard.',
      'The ship left at 0940 with 10 men aboard.',
    ],
    [
      'a space in a number, a number in words',
      'Die Bank hat 1.050 Kunden in elf Städten verloren, sagte ein Sprecher.',
      'Die Bank hat 1 050 Kunden in 11 Städten verloren, sagte ein Sprecher.',
    ],
    [
      'digits of another script',
      'بلغ عدد السفن 312 سفينة في الميناء هذا العام',
      'بلغ عدد السفن ٣١٢ سفينة في الميناء هذا العام',
    ],
    ['a row of emoji', '🎉🎉', '🎉🎉'],
    ['a rule', '———', '———'],
    ['a byline and a dateline', REPORT, `By Mary Jones\n\nKIEL, Nov 4 – ${REPORT}`],
    [
      'another byline under a headline',
      `Ships in the harbour\nBy Mary Jones\n${REPORT}`,
      `Ships in the harbour\nBy John Smith\n${REPORT}`,
    ],
    [
      'another byline in Chinese',
      '北山县东郊发生地震\n本报记者 李明\n昨日凌晨，北山县东郊发生地震，暂无人员伤亡报告。抢险队伍已经出发，学校停课一天。',
      '北山县东郊发生地震\n本报记者 王芳\n昨日凌晨，北山县东郊发生地震，暂无人员伤亡报告。抢险队伍已经出发，学校停课一天。',
    ],
    ['case, hyphens and line breaks', REPORT, REPORT.toUpperCase().replace('HARBOUR', 'HAR-\nBOUR')],
    ['a sentence that stands elsewhere', `${ADDED} ${REPORT}`, `${REPORT} ${ADDED}`],
  ]
  test.each(explained)('goes: %s', async (_what, a, b) => {
    expect(await second(a, b, mode)).toBe('gone')
  })

  /** @param richer set where the second has all of the first: in a batch the first goes for it. */
  const lost: [what: string, a: string, b: string, reason: string, richer?: string][] = [
    [
      'a title before a dash and a name, over a text that both have',
      `Oil lamp of brass – Marlow\n\n${REPORT}`,
      `Garden hose, green – Marlow\n\n${REPORT}`,
      'Garden hose, green / Oil lamp of brass',
    ],
    [
      'a figure',
      'Zürich: heiter, 14 Grad, Wind 12 km/h',
      'Zürich: heiter, 17 Grad, Wind 12 km/h',
      '17 Grad / 14 Grad',
    ],
    [
      'a verb',
      REPORT.replace('opened', 'shut').replace('came', 'rose'),
      REPORT.replace('came', 'fell'),
      'fell / rose',
    ],
    ['a negation that goes', REPORT, REPORT.replace('expects no', 'expects'), 'only one of the two has “no”'],
    [
      'a negation that comes',
      REPORT.replace('expects no', 'expects'),
      REPORT,
      'only one of the two has “no”',
    ],
    [
      'a contraction',
      'The mayor will leave on Monday, his office said.',
      "The mayor won't leave on Monday, his office said.",
      "won't / will",
    ],
    [
      'a particle',
      '他会辞职，发言人周一说。此事尚无定论。',
      '他不会辞职，发言人周一说。此事尚无定论。',
      'only one of the two has “不”',
    ],
    [
      'a scale',
      'Profit was 5 million dollars in the quarter, it said.',
      'Profit was 5 billion dollars in the quarter, it said.',
      '5 billion dollars / 5 million dollars',
    ],
    ['a number in words', REPORT, REPORT.replace('three more', 'seven more'), 'seven / three'],
    [
      'a name in a sentence that begins as a byline does',
      `Ships in the harbour\nBy order of Mary Jones the pier is shut.\n${REPORT}`,
      `Ships in the harbour\nBy order of John Smith the pier is shut.\n${REPORT}`,
      'John / Mary; Smith / Jones',
    ],
    ['a name', REPORT, REPORT.replace('from the north', 'from Bergen'), 'Bergen / the north'],
    [
      'a sentence in the middle',
      REPORT,
      REPORT.replace('Most of', `${ADDED} Most of`),
      'the other lacks “A second pier was opened by the mayor i…”',
      'the first goes',
    ],
    [
      'a paragraph of 600 characters in the middle',
      `${REPORT} ${REPORT.replaceAll('ship', 'boat')}`.repeat(3),
      `${REPORT} ${ADDED.repeat(5)} ${REPORT.replaceAll('ship', 'boat')}${`${REPORT} ${REPORT.replaceAll('ship', 'boat')}`.repeat(2)}`,
      'the other lacks',
      'the first goes',
    ],
  ]
  test.each(lost)('stays: %s', async (_what, a, b, reason, richer = '') => {
    const told = await second(a, b, mode)
    expect(told.startsWith('the first goes: nothing lost') ? richer : told).toContain(
      richer && mode === 'batch' ? richer : `kept: ${reason}`,
    )
  })

  test('a word that no other document has is misread, where several have the one in its place', async () => {
    const report = (goods: string) =>
      `${REPORT} ${ADDED} The harbour office was open for the sale of ${goods} on Friday, and the clerk wrote a letter to the owners of the pier, in which he asked them for a light at its end, for a bell and for two men who ring it when the fog comes in.`
    const others = ['The mill stood still', 'Nobody came to the fair', 'The choir sang'].map(
      (news, i) => `${news} sold corn on the ${i + 3}th of May, as the papers of the town wrote.`,
    )
    const kept = async (texts: readonly string[]) => {
      let last = true
      for await (const verdict of dedupe(() => texts, { mode })) last = verdict.kept
      return last
    }
    expect(await kept([report('corn'), report('com')])).toBe(true)
    expect(await kept([...others, report('corn'), report('com')])).toBe(false)
    // Both are words of the corpus.
    const com = others.map((text) => text.replace('corn', 'com').replace('May', 'June'))
    expect(await kept([...others, ...com, report('corn'), report('com')])).toBe(true)
  })

  test('the beginning of a report, broken off in mid-sentence, goes from half its length on; a teaser stays', async () => {
    const long = `${REPORT} ${ADDED}`
    const half = long.slice(0, long.indexOf('change before'))
    const short = long.slice(0, long.indexOf('north with') + 5)
    expect(await second(long, half, mode)).toBe('gone')
    expect(await second(long, short, mode)).toBe('kept: it is a part of a longer document')
    expect(await second(long, REPORT, mode)).toBe('kept: it is a part of a longer document')
  })
})
