// The review of a pair: by key, by button, by screen reader, into files and out of them.
import { readFileSync } from 'node:fs'
import type { Page } from 'playwright'
import { expect, test } from 'vitest'
import { audit } from '../../src/audit/audit.js'
import { auditToHtml } from '../../src/report/html/audit/pair-page.js'
import { naiveCorrected } from '../naive/corrected.js'
import { SEEDS } from '../seeds.js'
import { violations } from './axe.js'
import { fileOf, open, withBrowser } from './opened.js'

withBrowser()

// Line ends and hidden characters have to come through.
const [a, b] = [
  { text: SEEDS[0]!.replaceAll('\n', '\r\n').replace('科技', '科\u202e技'), name: 'scans/000.txt' },
  { text: SEEDS[1]!, name: '001.txt' },
]
const found = audit(a, b, { layout: true })
const REPORT = auditToHtml(found, a, b)
const numbered = found.edits.flatMap((edit, i) => (edit.class === 'layout' ? [] : [i]))

const heard = (page: Page) => page.locator('#live').textContent()
const decided = (page: Page) => page.locator('#decided').textContent()

async function saved(page: Page, button: string): Promise<{ name: string; content: string }> {
  const [download] = await Promise.all([page.waitForEvent('download'), page.click(button)])
  return { name: download.suggestedFilename(), content: readFileSync(await download.path(), 'utf8') }
}

async function load(page: Page, content: string): Promise<string | null> {
  const file = { name: 'x.json', mimeType: 'application/json', buffer: Buffer.from(content) }
  await page.setInputFiles('#decisions-file', file)
  await page.waitForFunction(() => document.querySelector('#review-message')!.textContent !== '')
  return page.locator('#review-message').textContent()
}

test('keys decide, go on, and say so; the corrected text is A with the accepted edits', async () => {
  const page = await open(fileOf(REPORT))
  expect(await decided(page)).toBe(`0 of ${numbered.length} decided`)
  expect(await page.locator('#accept').isDisabled()).toBe(true)
  await page.keyboard.press('a')
  expect(await heard(page)).toBe('Choose an edit first.')
  await page.keyboard.press('n')
  await page.keyboard.press('a')
  expect(await heard(page)).toMatch(/^accepted, 1 of \d+ decided\. Edit 2 of \d+: /)
  await page.keyboard.press('r')
  await page.keyboard.press('a')
  expect(await decided(page)).toBe(`3 of ${numbered.length} decided`)
  expect(await page.locator('#tally').textContent()).toBe('2 accepted, 1 rejected, 0 with a note')
  const first = page.locator(`#e${numbered[0]! + 1} .verdict`)
  expect(await first.textContent()).toBe('✓ accepted')
  // Back to the second, which is then open again.
  await page.keyboard.press('p')
  await page.keyboard.press('p')
  expect(await page.locator('#reject').getAttribute('aria-pressed')).toBe('true')
  await page.keyboard.press('u')
  expect(await heard(page)).toMatch(/^undecided, 2 of/)
  expect(await violations(page)).toEqual([])

  const { name, content } = await saved(page, '#save-corrected')
  expect(name).toBe('000.corrected.txt')
  const accepted = [found.edits[numbered[0]!]!, found.edits[numbered[2]!]!]
  expect(content).toBe(naiveCorrected(a.text, accepted))
  expect(content).toContain('\r\n')
  expect(content).toContain('\u202e')
})

test('every edit accepted, by touch on a phone', async () => {
  const page = await open(fileOf(REPORT), { viewport: { width: 390, height: 844 }, hasTouch: true })
  await page.tap('#next')
  for (const _ of numbered) await page.tap('#accept')
  expect(await decided(page)).toBe(`${numbered.length} of ${numbered.length} decided`)
  expect(await heard(page)).toContain('Every edit that is shown is decided.')
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
  const { content } = await saved(page, '#save-corrected')
  expect(content).toBe(
    naiveCorrected(
      a.text,
      found.edits.filter(({ class: name }) => name !== 'layout'),
    ),
  )
  expect(await violations(page)).toEqual([])
})

test('a note is kept with its edit; what is saved is loaded again, and what is of another pair is not', async () => {
  const page = await open(fileOf(REPORT))
  await page.keyboard.press('n')
  await page.keyboard.press('m')
  expect(await page.locator('#note-dialog').isVisible()).toBe(true)
  await page.keyboard.type('ask the archive: a, r, n')
  expect(await violations(page)).toEqual([])
  await page.click('#note-dialog button[value=keep]')
  await page.keyboard.press('r')
  const { name, content } = await saved(page, '#save-decisions')
  expect(name).toBe('000.review.json')
  expect(JSON.parse(content).decisions).toMatchObject([
    { decision: 'reject', note: 'ask the archive: a, r, n' },
  ])

  const again = await open(fileOf(REPORT))
  expect(await load(again, content)).toBe('1 decisions loaded.')
  expect(await decided(again)).toBe(`1 of ${numbered.length} decided`)
  const line = again.locator(`#e${numbered[0]! + 1} .verdict`)
  expect(await line.textContent()).toBe('✗ rejected · ask the archive: a, r, n')
  expect((await saved(again, '#save-decisions')).content).toBe(content)

  const other = await open(fileOf(auditToHtml(audit(b, a), b, a, { reportLanguage: 'de' })))
  expect(await load(other, content)).toBe(
    'Nicht geladen: Diese Entscheidungen betreffen andere Texte, scans/000.txt und 001.txt.',
  )
  expect(await load(other, 'no JSON')).toContain('enthält keine Entscheidungen')
  expect(await decided(other)).toMatch(/^0 von/)
})

test('nothing is stored in the browser, and leaving with unsaved decisions is asked about', async () => {
  const page = await open(fileOf(REPORT))
  const asks: string[] = []
  page.on('dialog', (dialog) => {
    asks.push(dialog.type())
    void dialog.accept()
  })
  await page.reload()
  expect(asks).toEqual([])
  await page.click('#next')
  await page.click('#accept')
  expect(await page.evaluate(() => localStorage.length + sessionStorage.length)).toBe(0)
  await page.reload()
  expect(asks).toEqual(['beforeunload'])
  expect(await decided(page)).toMatch(/^0 of/)
  await page.click('#next')
  await page.click('#accept')
  await saved(page, '#save-decisions')
  await page.reload()
  expect(asks).toEqual(['beforeunload'])
})
