// Pages with many edits: their size, how they open, and what is written only when it comes into view.
import { expect, test } from 'vitest'
import { audit, type Audit } from '../../src/audit/audit.js'
import { compare } from '../../src/compare/compare.js'
import { auditToHtml } from '../../src/report/html/audit/pair-page.js'
import { noisy, random } from '../noise.js'
import { SEEDS } from '../seeds.js'
import { violations } from './axe.js'
import { fileOf, open, settled, withBrowser } from './opened.js'

withBrowser()

const SMALL = audit(SEEDS[1]!, SEEDS[1]!.replace('马', '鸟'), { layout: true })

/** A text of so many characters, some 6 % of them wrong, and its page. The rates are those of a short pair. */
function noisyPage(characters: number, change = (text: string) => text) {
  const base = SEEDS[1]!
  const lines = Array.from({ length: Math.ceil(characters / 1500) }, (_, i) => base.slice(i % 300))
  const truth = change(lines.join('\n').slice(0, characters))
  const a = noisy(truth, 0.06, random(7)).copy
  const { edits, ...compared } = compare(a, truth, { layout: true })
  const found: Audit = {
    ...SMALL,
    ...compared,
    edits: edits.map((edit) => ({ ...edit, suspect: null, reason: null })),
  }
  return { html: auditToHtml(found, { text: a }, { text: truth }), a, b: truth, edits }
}

const bytes = (text: string) => Buffer.byteLength(text)

test.each([500, 2000, 20_000, 200_000])(
  'a page of %i characters is at most 150 kB and thrice its texts',
  (size) => {
    const { html, a, b } = noisyPage(size)
    expect(bytes(html)).toBeLessThanOrEqual(150_000 + 3 * (bytes(a) + bytes(b)))
  },
)

test('a page of ten thousand edits opens, steps and ends where it should, and holds few of them', async () => {
  const { html, edits } = noisyPage(200_000)
  expect(edits.length).toBeGreaterThan(9000)
  const page = await open(fileOf(html))
  expect(await page.locator('.edits li').count()).toBeLessThan(400)
  await page.keyboard.press('p')
  await settled(page)
  const last = edits.length
  for (const side of ['a', 'b']) expect(await page.locator(`#${side}${last}`).isVisible()).toBe(true)
  expect(await page.locator('#position').textContent()).toMatch(/^(\d+) of \1$/)
  expect(await page.locator('#density-a').getAttribute('d')).toMatch(/^M0 22H/)
  expect(await page.locator('.tick').count()).toBe(0)
})

test('the script reads the sources back: line ends, hidden characters, edits across blocks', async () => {
  const change = (text: string) =>
    text
      .replace(/\n/g, () => '\r\n')
      .replace(/科/g, '科\u202e\u0000')
      .replace(/路/g, '路\r')
      .replace(/。/g, '。\t\ud800')
  const { html, a, b, edits } = noisyPage(12_000, change)
  const page = await open(fileOf(html))
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')))
  const shown = await page.evaluate(() =>
    ['a', 'b'].map((side) =>
      [...document.querySelectorAll(`#text-${side} a.e`)].map((mark) => [
        mark.getAttribute('href'),
        mark.textContent!.replace(/[⏎⇥](?=[\n\t])/g, ''),
      ]),
    ),
  )
  const coded = (text: string) =>
    text
      .replace(/\r\n?/g, '\n')
      .replaceAll('\u202e', '‹202E›')
      .replaceAll('\u0000', '‹0000›')
      .replaceAll('\ud800', '‹D800›')
  for (const [s, key] of (['a', 'b'] as const).entries()) {
    const pieces = new Map<string, string>()
    for (const [href, text] of shown[s]!) pieces.set(href!, (pieces.get(href!) ?? '') + text)
    const other = key === 'a' ? 'b' : 'a'
    edits.forEach((edit, i) => expect(pieces.get(`#${other}${i + 1}`)).toBe(coded(edit[key].text)))
    expect(await page.locator('.block u').count()).toBe(0)
  }
  expect(await page.locator('.edits li').count()).toBe(edits.length)
  expect(a).not.toBe(b)
})

test('without a script the texts are readable, their edits underlined, and the rest of the list is announced', async () => {
  const { html, a, edits } = noisyPage(6000)
  const page = await open(fileOf(html), { javaScriptEnabled: false })
  const text = await page.locator('#text-a').evaluate((pane) => pane.textContent!.replace(/\s|[⏎⇥§]1?/g, ''))
  expect(text).toBe(a.replace(/\s/g, ''))
  expect(await page.locator('#text-a u').count()).toBeGreaterThan(edits.length - 41)
  expect(await page.locator('.edits li:visible').count()).toBeGreaterThan(10)
  expect(await page.locator('.apparatus').innerText()).toContain(`and ${edits.length - 40} more edits`)
})

test('at high density labels are off until they are asked for', async () => {
  const rates = SMALL.rates
  const dense = { ...rates.inside.nothing.cer, rate: 0.06 }
  const found = {
    ...SMALL,
    rates: { ...rates, inside: { ...rates.inside, nothing: { ...rates.inside.nothing, cer: dense } } },
  }
  const text = { text: SEEDS[1]! }
  const page = await open(fileOf(auditToHtml(found, text, { text: SEEDS[1]!.replace('马', '鸟') })))
  const label = () =>
    page
      .locator('a.e')
      .first()
      .evaluate((mark) => getComputedStyle(mark, '::after').content)
  expect(await label()).toBe('none')
  await page.keyboard.press('l')
  expect(await label()).not.toBe('none')
})

test('the first error is on the first screen', async () => {
  for (const html of [noisyPage(3000).html, noisyPage(40_000).html]) {
    const page = await open(fileOf(html), { viewport: { width: 1280, height: 900 } })
    await settled(page)
    for (const side of ['a', 'b']) {
      const box = (await page.locator(`#${side}1`).boundingBox())!
      expect(box.y).toBeGreaterThan(0)
      expect(box.y + box.height).toBeLessThan(900)
    }
  }
})

test('the pointer and the step light both texts, and make a link that leads there', async () => {
  const { html } = noisyPage(20_000)
  const url = fileOf(html)
  const page = await open(`${url}#e184`)
  await settled(page)
  const lit = (name: string) => page.locator(`a.e.${name}`).evaluateAll((marks) => marks.map(({ id }) => id))
  expect(await lit('cur')).toEqual(['a184', 'b184'])
  for (const side of ['a', 'b']) expect(await page.locator(`#${side}184`).isVisible()).toBe(true)
  await page.keyboard.press('n')
  await page.waitForURL(`${url}#e185`)
  await settled(page)
  await page.locator('#a187').hover()
  expect(await lit('lit')).toEqual(['a187', 'b187'])
  await page.waitForURL(`${url}#e187`)
  expect(await violations(page)).toEqual([])
})
