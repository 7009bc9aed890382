import { dedupe, type DedupeOptions } from '../src/dedupe/dedupe.js'
import { createDedupePage, type DedupePage, type DedupePageOptions } from '../src/report/html/dedupe/page.js'
import { noisy, random } from './noise.js'
import { SEEDS } from './seeds.js'

/** A document of a made-up crawl. */
export interface Crawled {
  readonly id: string
  readonly text: string
}

/** Runs `dedupe`, with a rule of the caller that asks for scores alone, over documents and hands every verdict to a page, as the command does. */
export async function deduped(
  documents: readonly Crawled[],
  options: DedupePageOptions = {},
  run: DedupeOptions<Crawled & { place: number }, number> = {},
): Promise<DedupePage> {
  const page = createDedupePage(options)
  const placed = documents.map((document, place) => ({ ...document, place }))
  const named = (place: number) => ({
    id: placed[place]!.id,
    ref: { file: 'crawl.jsonl', line: place + 1 },
    key: place,
  })
  for await (const verdict of dedupe(placed, {
    remove: ({ relation, coverage, identity }) =>
      relation === 'duplicate' && coverage.a >= 0.9 && identity >= 0.9,
    ...run,
    id: ({ place }) => place,
  })) {
    const { place, text } = verdict.document
    page.add({
      document: named(place),
      text,
      kept: verdict.kept,
      matches: (verdict.kept ? verdict.tied : [verdict.match]).map((match) => ({
        keeper: named(match.id),
        match,
        text: () => placed[match.id]!.text,
      })),
    })
  }
  return page
}

/** A bulletin and another of the same form: removed by scores alone, with other figures. */
const bulletin = (figure: number) =>
  `The institute measured an earthquake of magnitude ${figure}.4 off the coast on Monday morning. No damage was ` +
  'reported from the villages along the shore, and the ferry services went on as usual. Fishermen spoke of a short, ' +
  'dull noise that seemed to come from the open sea, and of gulls that rose all at once.'

/** A little of everything: exact, noisy, changed, contained, unrelated. Five removed, of them two with numbers changed. */
export const CRAWL: readonly Crawled[] = [
  { id: '000.txt', text: SEEDS[0]! },
  { id: '001.txt', text: SEEDS[1]! },
  { id: 'https://example.org/2', text: SEEDS[2]! },
  { id: 'https://mirror.example.org/2', text: SEEDS[2]! },
  { id: 'https://scan.example.org/2', text: noisy(SEEDS[2]!, 0.03, random(1)).copy },
  { id: 'quake-4', text: bulletin(4) },
  { id: 'quake-6', text: bulletin(6) },
  { id: 'quake-7', text: bulletin(7) },
  { id: 'blurred', text: noisy(SEEDS[3]!, 0.12, random(2)).copy },
  { id: 'clear', text: SEEDS[3]! },
  { id: '004.txt', text: SEEDS[4]! },
  { id: '004-again.txt', text: `\n${SEEDS[4]!}` },
]
