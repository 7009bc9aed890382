// The page itself: two texts or many files go in, a report comes out. All work is done in a worker.
import { startTheme } from '../report/html/page/theme.js'
import { filesOfDrop, filesOfInput, holdsRecords } from './dropped.js'
import { EXAMPLES } from './examples.js'
import type { Answer, GivenFile, GivenText, PairJob } from './messages.js'
import { load, start, type Part, type Run } from './parts.js'
import { close, save, showResult } from './results.js'
import { fromFragment, toFragment } from './share.js'

const one = <E extends HTMLElement>(selector: string) => document.querySelector<E>(selector)!
const sides = (['a', 'b'] as const).map((key) => ({
  text: one<HTMLTextAreaElement>(`#text-${key}`),
  name: one(`#name-${key}`),
  count: one(`#count-${key}`),
  file: one<HTMLInputElement>(`#file-${key}`),
}))
const progress = one('#progress')
const meter = one<HTMLProgressElement>('#meter')
const doing = one('#doing')
const note = one('#note')

/** Beyond it mail and chat cut an address. */
const LONG_LINK = 8_000

let run: Run<Answer> | undefined

const language = (['de', 'zh'] as const).find((tag) => navigator.language.startsWith(tag)) ?? 'en'

/** Says something below the texts, and to those who listen. */
function say(text: string, isError = false): void {
  note.textContent = text
  note.classList.toggle('warning', isError)
}

function given(i: 0 | 1): GivenText {
  return { name: sides[i].name.textContent || 'AB'[i]!, source: sides[i].text.value }
}

function put(i: number, { name, source }: GivenText): void {
  const side = sides[i]!
  side.text.value = source
  side.name.textContent = name === 'AB'[i] ? '' : name
  counted()
}

/** What a source is, by its first characters: markup, JSON and tables of OCR engines need a part that reads them. */
const looksRead = (source: string) => /^\s*[<{[]|^level\tpage_num\t/.test(source)
/** What may have an entry in the table of shapes. */
const SHAPED = /[\u3400-\uffff]/

function counted(): void {
  for (const { text, count } of sides) {
    const { length } = text.value
    const kind = looksRead(text.value) ? ' of markup' : ''
    count.textContent =
      length === 0 ? '' : `${length.toLocaleString('en')} character${length === 1 ? '' : 's'}${kind}`
  }
}

/** Shows that something is under way, with a button to end it; undefined for nothing. */
function busy(what: string | undefined, under?: Run<Answer>): void {
  run = under
  progress.hidden = what === undefined
  document.documentElement.toggleAttribute('data-busy', what !== undefined)
  if (what !== undefined) {
    doing.textContent = what
    meter.removeAttribute('value')
  }
}

async function compare(): Promise<void> {
  const [a, b] = [given(0), given(1)]
  const empty = [a, b].findIndex(({ source }) => source.trim() === '')
  if (empty >= 0) {
    say(`Text ${'AB'[empty]} is empty.`, true)
    return sides[empty]!.text.focus()
  }
  run?.cancel()
  say('')
  busy('Comparing…')
  const needed: Part[] = []
  if (SHAPED.test(a.source) && SHAPED.test(b.source)) needed.push('shapes')
  if (looksRead(a.source) || looksRead(b.source)) needed.push('ocr')
  const loaded = await Promise.all(needed.map(load))
  const job: PairJob = { kind: 'pair', a, b, language }
  const under = start(job, [...needed, 'pair'])
  busy('Comparing…', under)
  try {
    const report = await under.answer
    busy(undefined)
    showResult(report, `Report: ${a.name} and ${b.name}`, [{ label: 'Copy link', act: () => share(a, b) }])
    if (loaded.includes(false))
      say(
        'A part of this page was not found beside it: look-alikes of Han and OCR formats are left out.',
        true,
      )
  } catch (error) {
    busy(undefined)
    say((error as Error).message, true)
  }
}

async function share(a: GivenText, b: GivenText): Promise<void> {
  const fragment = await toFragment(a, b)
  history.replaceState(null, '', fragment)
  const link = location.href
  const long = link.length > LONG_LINK ? ' It is long: mail and chat may cut it.' : ''
  const bar = one('#shared')
  try {
    await navigator.clipboard.writeText(link)
    bar.textContent = `Link copied.${long}`
  } catch {
    bar.textContent = `The link is in the address of this page.${long}`
  }
}

async function dedupe(files: readonly GivenFile[]): Promise<void> {
  if (files.length === 0) return say('There are no files in it.', true)
  run?.cancel()
  say('')
  busy('Loading…')
  if (!(await load('documents'))) {
    busy(undefined)
    return say('The part of this page that reads files was not found beside it.', true)
  }
  const started = performance.now()
  const under = start({ kind: 'documents', files, language }, ['documents'], (told) => {
    if (told.kind !== 'progress' || run !== under) return
    meter.value = told.read / Math.max(1, told.of)
    const number = (n: number) => n.toLocaleString('en')
    doing.textContent = `${number(told.documents)} documents, ${number(told.removed)} of them duplicates`
  })
  busy('Reading…', under)
  try {
    const report = await under.answer
    busy(undefined)
    const { kept, ledger, count } = report.documents!
    const seconds = ((performance.now() - started) / 1000).toFixed(1)
    showResult(report, `Report: ${count} documents`, [
      {
        label: '↓ Kept',
        title: 'Save the kept documents as JSON Lines',
        act: () => save(kept, 'kept.jsonl', kept.type),
      },
      {
        label: '↓ Ledger',
        title: 'Save the reasons as JSON Lines',
        act: () => save(ledger, 'ledger.jsonl', ledger.type),
      },
    ])
    one('#shared').textContent = `${count.toLocaleString('en')} documents in ${seconds} s`
  } catch (error) {
    busy(undefined)
    say((error as Error).message, true)
  }
}

/** Two files are a pair, one goes to the side where it was dropped; records, and more than two, are documents. */
async function take(files: readonly GivenFile[], side?: number): Promise<void> {
  close()
  if (files.length === 0 || files.length > 2 || files.some(({ path }) => holdsRecords(path)))
    return dedupe(files)
  const first =
    side ?? (files.length === 1 && sides[0].text.value !== '' && sides[1].text.value === '' ? 1 : 0)
  const places = files.length === 2 ? [0, 1] : [first]
  try {
    for (const [i, { path, file }] of files.entries())
      put(places[i]!, { name: path, source: await read(path, file) })
  } catch (error) {
    return say((error as Error).message, true)
  }
  if (sides.every(({ text }) => text.value !== '')) await compare()
  else sides[places[0]! === 0 ? 1 : 0].text.focus()
}

/** A file as text: UTF-8, or what its bytes suggest to the part that reads files. */
async function read(path: string, file: File): Promise<string> {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer())
  } catch {
    if (!(await load('documents'))) throw new Error(`${path} is not in UTF-8`)
    return (await start({ kind: 'decode', given: { path, file } }, ['documents']).answer).text
  }
}

function sideOf(target: EventTarget | null): number | undefined {
  const pane = (target as HTMLElement | null)?.closest?.('[data-side]')
  return pane == null ? undefined : Number(pane.getAttribute('data-side'))
}

startTheme()
for (const [i, { text, name, file }] of sides.entries()) {
  text.addEventListener('input', () => {
    if (text.value === '') name.textContent = ''
    counted()
  })
  file.addEventListener('change', () => {
    void take(filesOfInput(file), i)
    file.value = ''
  })
}
for (const input of document.querySelectorAll<HTMLInputElement>('#files, #folder')) {
  input.addEventListener('change', () => {
    void dedupe(filesOfInput(input))
    input.value = ''
  })
}
for (const button of document.querySelectorAll<HTMLButtonElement>('[data-opens]'))
  button.addEventListener('click', () => one<HTMLInputElement>(button.dataset.opens!).click())
for (const button of document.querySelectorAll<HTMLButtonElement>('[data-example]')) {
  button.addEventListener('click', () => {
    EXAMPLES[button.dataset.example!]!.forEach((text, i) => put(i, text))
    void compare()
  })
}
one('#compare').addEventListener('click', () => void compare())
one('#swap').addEventListener('click', () => {
  const [a, b] = [given(0), given(1)]
  put(0, { ...b, name: sides[1].name.textContent ?? '' })
  put(1, { ...a, name: a.name })
})
one('#back').addEventListener('click', () => {
  close()
  one('#shared').textContent = ''
  one('#compare').focus()
})
one('#cancel').addEventListener('click', () => {
  run?.cancel()
  busy(undefined)
  say('Cancelled.')
})

let over = 0
addEventListener('dragenter', () => document.documentElement.toggleAttribute('data-over', ++over > 0))
addEventListener('dragleave', () => document.documentElement.toggleAttribute('data-over', --over > 0))
addEventListener('dragover', (event) => event.preventDefault())
addEventListener('drop', (event) => {
  event.preventDefault()
  over = 0
  document.documentElement.removeAttribute('data-over')
  if (event.dataTransfer === null) return
  const side = sideOf(event.target)
  if (event.dataTransfer.types.includes('Files'))
    void filesOfDrop(event.dataTransfer).then((files) => take(files, side))
  else if (side !== undefined)
    put(side, { name: 'AB'[side]!, source: event.dataTransfer.getData('text/plain') })
})

addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
    event.preventDefault()
    void compare()
  } else if (event.key === 'Escape') {
    if (run !== undefined) one('#cancel').click()
    else if (close()) one('#compare').focus()
  }
})

async function follow(): Promise<void> {
  const pair = await fromFragment(location.hash)
  if (pair === undefined) {
    if (location.hash.startsWith('#pair=')) say('The link is cut or changed: its texts cannot be read.', true)
    return
  }
  pair.forEach((text, i) => put(i, text))
  await compare()
}
addEventListener('hashchange', () => void follow())
void follow()
counted()
document.documentElement.dataset.ready = ''
