import type { PageData } from '../audit/page-data.js'
import { correctedText } from '../review/corrected.js'
import { readReview, textFingerprint, writeReview, type Decision } from '../review/review-file.js'
import type { Texts } from './texts.js'

/**
 * Wires the review: decisions and notes on edits, which are held in memory and in the files that a reader saves and loads,
 * and nowhere else.
 */
export function startReview(data: PageData, texts: Texts, keys: Map<string, () => void>): void {
  const select = <E extends Element = HTMLElement>(selector: string) => document.querySelector<E>(selector)!
  if (document.querySelector('#review') === null) return
  const { edits } = texts
  const { review: words } = data.words
  const pair = {
    a: { name: data.names[0], text: edits.texts[0] },
    b: { name: data.names[1], text: edits.texts[1] },
  }
  const say = (message: string) => (select('#review-message').textContent = message)
  const accept = select<HTMLButtonElement>('#accept')
  const reject = select<HTMLButtonElement>('#reject')
  const note = select<HTMLButtonElement>('#note')
  // A page that somebody has edited would correct another text than it names.
  if (edits.texts.some((text, i) => textFingerprint(text) !== data.fingerprints[i])) {
    for (const button of document.querySelectorAll<HTMLButtonElement>(
      '.decide button, #review .files button',
    ))
      button.disabled = true
    say(words.unread)
    return
  }

  const decisions = new Map<number, Decision>()
  let unsaved = false
  const fill = (template: string, values: Readonly<Record<string, string | number>>) =>
    template.replace(/\{(\w)\}/g, (_, name: string) => String(values[name]))
  const countable = edits.numbers.filter((number) => number !== '·').length
  const verdicts = (verdict: Decision['verdict']) =>
    [...decisions].filter(([, decision]) => decision.verdict === verdict).map(([i]) => i)

  // What is decided shows at the marks and entries that are written, and at others once they are.
  const paint = (elements: Iterable<Element>) => {
    for (const element of elements) {
      const i = texts.indexOf(element)
      const decision = decisions.get(i)
      element.classList.toggle('accepted', decision?.verdict === 'accept')
      element.classList.toggle('rejected', decision?.verdict === 'reject')
      if (element.localName !== 'li') continue
      element.querySelector('.verdict')?.remove()
      if (decision === undefined) continue
      const line = document.createElement('span')
      line.className = 'verdict'
      const word = wordOf(decision)
      line.textContent = [word, decision.note].filter((part) => part !== '').join(' · ')
      element.append(line)
    }
  }
  const wordOf = ({ verdict }: Decision) => {
    if (verdict === null) return ''
    return verdict === 'accept' ? `✓ ${words.accepted}` : `✗ ${words.rejected}`
  }
  edits.onWritten((element) => {
    if (decisions.size > 0) paint(element.querySelectorAll('a.e, li'))
  })
  const decided = () =>
    [...decisions].filter(([i, { verdict }]) => verdict !== null && edits.numbers[i] !== '·').length
  const progress = () => fill(words.decided, { n: decided(), m: countable })
  const tell = () => {
    const [a, r] = [verdicts('accept').length, verdicts('reject').length]
    const o = [...decisions.values()].filter((decision) => decision.note !== '').length
    select('#decided').textContent = progress()
    select('#tally').textContent = fill(words.tally, { a, r, o })
    select<HTMLProgressElement>('#progress').value = decided() / Math.max(1, countable)
    const at = decisions.get(texts.current())
    accept.ariaPressed = String(at?.verdict === 'accept')
    reject.ariaPressed = String(at?.verdict === 'reject')
    note.classList.toggle('has-note', (at?.note ?? '') !== '')
    for (const button of [accept, reject, note]) button.disabled = texts.current() < 0
  }

  const set = (i: number, change: Partial<Decision>) => {
    const decision = { verdict: null, note: '', ...decisions.get(i), ...change }
    if (decision.verdict === null && decision.note === '') decisions.delete(i)
    else decisions.set(i, decision)
    unsaved = true
    paint([...edits.pieces(i), edits.entry(i)])
    tell()
  }
  const chosen = () => {
    const i = texts.current()
    if (i < 0) texts.say(words.chooseFirst)
    return i
  }
  /** Decides the edit at hand and goes on to the next that is open, so that a row of edits takes a key each. */
  const decide = (verdict: 'accept' | 'reject') => {
    const i = chosen()
    if (i < 0) return
    // The same again takes it back.
    const back = decisions.get(i)?.verdict === verdict
    set(i, { verdict: back ? null : verdict })
    const said = back ? words.undecided : verdict === 'accept' ? words.accepted : words.rejected
    const isOpen = (one: number) => (decisions.get(one)?.verdict ?? null) === null
    const shown = texts.shown()
    const next = back ? undefined : (shown.find((one) => one > i && isOpen(one)) ?? shown.find(isOpen))
    if (next !== undefined) texts.go(next)
    const end = next === undefined && !back ? ` ${words.allDecided}` : ''
    texts.say(`${said}, ${progress()}.${end}`, next !== undefined)
  }
  const undecide = () => {
    const i = chosen()
    if (i < 0) return
    set(i, { verdict: null })
    texts.say(`${words.undecided}, ${progress()}.`)
  }

  const dialog = select<HTMLDialogElement>('#note-dialog')
  const field = select<HTMLTextAreaElement>('#note-text')
  let noted = -1
  const openNote = () => {
    noted = chosen()
    if (noted < 0) return
    select('#note-title').textContent = fill(words.noteOn, { i: edits.numbers[noted] })
    field.value = decisions.get(noted)?.note ?? ''
    dialog.returnValue = ''
    dialog.showModal()
  }
  dialog.addEventListener('close', () => {
    if (dialog.returnValue !== 'keep') return
    set(noted, { note: field.value.trim() })
    texts.say(words.noted)
  })

  const save = (name: string, type: string, content: string) => {
    const url = URL.createObjectURL(new Blob([content], { type }))
    const link = document.createElement('a')
    link.href = url
    link.download = name
    link.click()
    setTimeout(() => URL.revokeObjectURL(url))
  }
  const stem = data.names[0].replace(/^.*[\\/]/, '').replace(/\.\w+$/, '') || 'A'
  select('#save-decisions').addEventListener('click', () => {
    save(`${stem}.review.json`, 'application/json', writeReview(pair, edits.list, decisions))
    unsaved = false
    say('')
  })
  select('#save-corrected').addEventListener('click', () => {
    const accepted = verdicts('accept').sort((x, y) => x - y)
    const text = correctedText(
      pair.a.text,
      accepted.map((i) => edits.list[i]),
    )
    save(`${stem}.corrected.txt`, 'text/plain;charset=utf-8', text)
  })
  const file = select<HTMLInputElement>('#decisions-file')
  select('#load-decisions').addEventListener('click', () => file.click())
  file.addEventListener('change', async () => {
    const [given] = file.files ?? []
    if (given === undefined) return
    const found = readReview(await given.text(), pair, edits.list)
    file.value = ''
    if ('refused' in found) {
      if (found.refused === 'pair') say(fill(words.otherPair, { a: found.a, b: found.b }))
      else if (found.refused === 'version') say(fill(words.otherVersion, { v: found.version }))
      else say(words.noReview)
      return
    }
    for (const [i, decision] of found.decisions) decisions.set(i, decision)
    paint(document.querySelectorAll('a.e, .edits li'))
    tell()
    const others = found.unknown === 0 ? '' : ` ${fill(words.unknown, { n: found.unknown })}`
    say(fill(words.loaded, { n: found.decisions.size }) + others)
  })

  accept.addEventListener('click', () => decide('accept'))
  reject.addEventListener('click', () => decide('reject'))
  note.addEventListener('click', openNote)
  keys.set('a', () => decide('accept'))
  keys.set('r', () => decide('reject'))
  keys.set('u', undecide)
  keys.set('m', openNote)
  texts.onGo(tell)
  addEventListener('beforeunload', (event) => {
    if (unsaved) event.preventDefault()
  })
  tell()
}
