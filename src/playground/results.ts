import type { ReportAnswer } from './messages.js'

const view = document.querySelector<HTMLElement>('#result')!
const frame = document.querySelector<HTMLIFrameElement>('#report')!
const actions = document.querySelector<HTMLElement>('#actions')!
const front = document.querySelector<HTMLElement>('#front')!

// The keys of the report work at once.
frame.addEventListener('load', () => view.hidden || frame.focus())

/** Something to do with a result: a button of its bar. */
export interface Action {
  readonly label: string
  readonly title?: string
  act(): void | Promise<void>
}

let address: string | undefined

/** Shows a report instead of the front, with buttons for what can be done with it. */
export function showResult({ html }: ReportAnswer, title: string, own: readonly Action[]): void {
  close()
  const theme = document.documentElement.dataset.theme
  const themed = theme === undefined ? html : html.replace('<html ', `<html data-theme="${theme}" `)
  // By an address of its own, not `srcdoc`: the links inside a report are fragments, and it writes its own.
  address = URL.createObjectURL(new Blob([themed], { type: 'text/html' }))
  frame.title = title
  frame.src = address
  actions.replaceChildren(
    ...[
      ...own,
      {
        label: '↓ Report',
        title: 'Save the report as a file',
        act: () => save(html, 'report.html', 'text/html'),
      },
    ].map(buttonOf),
  )
  front.hidden = true
  view.hidden = false
}

/** Shows the front again. @returns whether a result was shown. */
export function close(): boolean {
  if (view.hidden) return false
  view.hidden = true
  front.hidden = false
  frame.removeAttribute('src')
  if (address !== undefined) URL.revokeObjectURL(address)
  address = undefined
  return true
}

/** Saves text or bytes as a file. */
export function save(content: string | Blob, name: string, type: string): void {
  const url = URL.createObjectURL(typeof content === 'string' ? new Blob([content], { type }) : content)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // The browser reads it after the click.
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}

function buttonOf({ label, title = '', act }: Action): HTMLButtonElement {
  const button = document.createElement('button')
  button.type = 'button'
  button.textContent = label
  button.title = title
  button.addEventListener('click', () => void act())
  return button
}
