// What a report does where scripts run. The page holds all it shows without this script, which scrolls the two texts
// together, goes from edit to edit, counts what the filter leaves, writes marks as they come into view, holds a review,
// sorts tables and switches between dark and light.
import type { PageData } from '../audit/page-data.js'
import { startPairs } from './pairs.js'
import { startReview } from './review.js'
import { startTables } from './sorting.js'
import { startTheme } from './theme.js'
import { startTexts } from './texts.js'

for (const element of document.querySelectorAll<HTMLElement>('[data-needs-script]')) element.hidden = false

const help = document.querySelector<HTMLDialogElement>('#help')
document.querySelector('#help-open')?.addEventListener('click', () => help?.showModal())

const keys = new Map<string, () => void>([['?', () => help?.showModal()]])
const switchTheme = startTheme()
keys.set('d', switchTheme)

const data = document.querySelector('#data')
if (data !== null) {
  const read = JSON.parse(data.textContent) as PageData
  startReview(read, startTexts(read, keys), keys)
  document.documentElement.dataset.ready = ''
}
startPairs(keys)
startTables()

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]') !== null)
    return
  const target = event.target as HTMLElement
  if (target.closest('input:not([type=checkbox]), select, textarea')) return
  const act = keys.get(event.key)
  if (act === undefined) return
  event.preventDefault()
  act()
})
