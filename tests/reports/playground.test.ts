import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { gzipSync } from 'node:zlib'
import type { BrowserContextOptions, Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { writePlayground } from '../../src/playground/build.mjs'
import { EXAMPLES } from '../../src/playground/examples.js'
import { violations } from './axe.js'
import { open, settled, withBrowser } from './opened.js'

withBrowser()

const folder = mkdtempSync(path.join(tmpdir(), 'offprint-playground-'))
const address = pathToFileURL(path.join(folder, 'index.html')).href
beforeAll(() => writePlayground(folder))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const PHONE = { viewport: { width: 390, height: 844 } }
/** Most bytes of the page, compressed, before the first comparison. */
const LIGHT = 120_000

/** Its parts, its worker and its report are all that it may ask for. */
const own = (url: string) =>
  url.startsWith('blob:') || url.startsWith(pathToFileURL(path.join(folder, 'parts/')).href)

async function playground(options: BrowserContextOptions = {}, fragment = ''): Promise<Page> {
  const page = await open(address + fragment, options, own)
  await page.waitForSelector('html[data-ready]')
  return page
}

/** The frame of the report, once its script has run. */
async function reportOf(page: Page) {
  await page.waitForSelector('#result:not([hidden])')
  const frame = (await (await page.waitForSelector('#report')).contentFrame())!
  await frame.waitForSelector('h1')
  return frame
}

async function paste(page: Page, a: string, b: string): Promise<void> {
  await page.fill('#text-a', a)
  await page.fill('#text-b', b)
}

/** Drops files as a person does, on one of the two texts or anywhere. */
async function drop(page: Page, files: Record<string, string>, on = 'body'): Promise<void> {
  await page.evaluate(
    ({ given, selector }) => {
      const dataTransfer = new DataTransfer()
      for (const [name, text] of Object.entries(given)) dataTransfer.items.add(new File([text], name))
      const target = document.querySelector(selector)!
      for (const type of ['dragenter', 'dragover', 'drop'])
        target.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }))
    },
    { given: files, selector: on },
  )
}

const REPORT =
  'The central bank raises its rate to 4.5 percent on Monday, after a meeting of two days. The banks of the city had made no ' +
  'provision for it, and the price of bread rose at once.'
const lines = (texts: readonly string[]) =>
  texts.map((text, i) => JSON.stringify({ id: `paper/${i}`, text })).join('\n')

test('is light, and ready within a second', async () => {
  expect(gzipSync(readFileSync(path.join(folder, 'index.html')), { level: 9 }).length).toBeLessThan(LIGHT)
  const page = await playground()
  const times: number[] = []
  for (let i = 0; i < 3; i++) {
    await page.reload()
    await page.waitForSelector('html[data-ready]')
    times.push(
      await page.evaluate(() => {
        const [{ domContentLoadedEventEnd }] = performance.getEntriesByType(
          'navigation',
        ) as PerformanceNavigationTiming[]
        return domContentLoadedEventEnd
      }),
    )
  }
  expect(Math.min(...times)).toBeLessThan(1000)
})

describe('two texts', () => {
  test('pasted and compared by keys, become the report with its named edits', async () => {
    const page = await playground()
    const [a, b] = EXAMPLES.english!
    await page.focus('#text-a')
    await page.keyboard.insertText(a.source)
    // Past the file of A, to B.
    while (!(await page.evaluate(() => document.activeElement!.id === 'text-b')))
      await page.keyboard.press('Tab')
    await page.keyboard.insertText(b.source)
    await page.keyboard.press('Control+Enter')
    const report = await reportOf(page)
    expect(await report.textContent('h1')).toContain('1 number changed')
    for (const name of ['hyphenation', 'repetition', 'shape', 'number', 'compatibility'])
      expect(await report.locator('.filter').textContent()).toContain(name)
    // The report has the keys: n goes to the first edit.
    await expect.poll(() => page.evaluate(() => document.activeElement!.id)).toBe('report')
    await page.keyboard.press('n')
    await expect.poll(() => report.textContent('#live')).toContain('Edit 1 of')
  })

  test('in Chinese, look-alikes are named: their table is a part', async () => {
    const page = await playground()
    await page.click('[data-example=chinese]')
    const report = await reportOf(page)
    expect(await report.locator('.filter .c-shape .count').textContent()).toBe('1')
    await page.click('#back')
    expect(await page.inputValue('#text-a')).toBe(EXAMPLES.chinese![0].source)
  })

  test('dropped, one after the other and both at once; hOCR is read', async () => {
    const read = (name: string) => readFileSync(`fixtures/hocr/${name}`, 'utf8')
    const page = await playground()
    await drop(page, { 'zeitung.hocr': read('zeitung.hocr') }, '#text-a')
    await expect.poll(() => page.textContent('#name-a')).toBe('zeitung.hocr')
    expect(await page.textContent('#count-a')).toContain('of markup')
    await drop(page, { 'zeitung.txt': read('zeitung.txt') })
    expect(await (await reportOf(page)).textContent('h1')).toContain('1 number changed')
    await drop(page, { 'a.txt': REPORT, 'b.txt': REPORT.replace('raises', 'lowers') }, '#result')
    await expect.poll(async () => (await reportOf(page)).locator('.filter .chip').count()).toBe(3)
    expect(await page.textContent('#name-b')).toBe('b.txt')
  })

  test('that are empty, or broken markup, are said to be', async () => {
    const page = await playground()
    await page.click('#compare')
    expect(await page.textContent('#note')).toBe('Text A is empty.')
    expect(await page.evaluate(() => document.activeElement!.id)).toBe('text-a')
    await paste(page, '<alto><Layout><Page>', REPORT)
    await page.click('#compare')
    await expect.poll(() => page.textContent('#note')).toMatch(/ALTO|markup|cut off|broken/)
  })
})

describe('a link', () => {
  test('brings both texts to another page, character for character', async () => {
    const [a, b] = ['“Ünïcode” 𠀀 鸟\r\n\tin\u{ad}stalled', `${REPORT}\n鳥`]
    const page = await playground({ permissions: ['clipboard-write', 'clipboard-read'] })
    await page.evaluate(
      (texts) => texts.forEach((text, i) => (document.querySelectorAll('textarea')[i]!.value = text)),
      [a, b],
    )
    const [given] = await page.evaluate(() =>
      [...document.querySelectorAll('textarea')].map((one) => one.value),
    )
    await page.click('#compare')
    await reportOf(page)
    await page.click('text=Copy link')
    await expect.poll(() => page.textContent('#shared')).toContain('Link copied')
    const link = await page.evaluate(() => location.href)
    expect(link.length).toBeLessThan(address.length + 600)
    const other = await playground({}, new URL(link).hash)
    await reportOf(other)
    expect(await other.inputValue('#text-a')).toBe(given)
    expect(await other.inputValue('#text-b')).toBe(b)
  })

  test('that was cut says so', async () => {
    const page = await playground({}, '#pair=XYZ')
    await expect.poll(() => page.textContent('#note')).toContain('cut or changed')
  })
})

describe('documents', () => {
  test('of JSON Lines: who went for whom, and why; kept ones and ledger are saved', async () => {
    const page = await playground()
    const texts = [REPORT, `By John Smith\n\n${REPORT}`, REPORT.replace('raises', 'lowers')]
    await drop(page, { 'crawl.jsonl': lines(texts) })
    const report = await reportOf(page)
    expect(await report.textContent('h1')).toContain('1 of 3 documents')
    expect(await report.textContent('main')).toContain('nothing lost but the byline')
    expect(await report.textContent('main')).toContain('lowers / raises')
    const saved = async (button: string) => {
      const [download] = await Promise.all([page.waitForEvent('download'), page.click(`text=${button}`)])
      return readFileSync(await download.path(), 'utf8')
        .trim()
        .split('\n')
    }
    expect(await saved('↓ Kept')).toEqual([0, 2].map((i) => lines(texts).split('\n')[i]))
    const ledger = (await saved('↓ Ledger')).map((line) => JSON.parse(line))
    expect(ledger.map(({ id, keeper, rule }) => [id, keeper, rule.removed])).toEqual([
      ['paper/1', 'paper/0', true],
      ['paper/2', 'paper/0', false],
    ])
  })

  test('of several files, text and hOCR', async () => {
    const page = await playground()
    const read = (name: string) => readFileSync(`fixtures/hocr/${name}`, 'utf8')
    await drop(page, {
      'a.txt': read('zeitung.txt'),
      'b.hocr': read('zeitung.hocr'),
      'c.txt': REPORT,
      'd.txt': REPORT,
    })
    expect(await (await reportOf(page)).textContent('h1')).toContain('1 of 4 documents')
  })

  test('show their progress, while the page answers, and can be cancelled by key', async () => {
    const page = await playground()
    const text = (i: number) =>
      Array.from({ length: 60 }, (_, k) => `word${(i * 7919 + k * 104729) % 99991}`).join(' ')
    const many = lines(Array.from({ length: 6000 }, (_, i) => text(i)))
    await page.setInputFiles('#files', {
      name: 'many.jsonl',
      mimeType: 'application/jsonl',
      buffer: Buffer.from(many),
    })
    await expect.poll(() => page.textContent('#doing'), { timeout: 30_000 }).toMatch(/[1-9]\d* documents/)
    expect(
      await page.locator('#meter').evaluate((meter: HTMLProgressElement) => meter.value),
    ).toBeGreaterThan(0)
    await page.click('#theme')
    expect(await page.getAttribute('html', 'data-theme')).toBe('dark')
    expect(await page.locator('#progress').isVisible()).toBe(true)
    await page.keyboard.press('Escape')
    expect(await page.textContent('#note')).toBe('Cancelled.')
    expect(await page.locator('#progress').isHidden()).toBe(true)
    await paste(page, REPORT, REPORT)
    await page.click('#compare')
    await reportOf(page)
  })

  test('that cannot be read are counted', async () => {
    const page = await playground()
    await drop(page, { 'crawl.jsonl': `{"id":1,"text":"${REPORT}"}\n{"id":2,\n` })
    expect(await (await reportOf(page)).textContent('main')).toContain('crawl.jsonl:2')
  })
})

test('its policy lets nothing out, and needs no evaluation', async () => {
  const page = await playground()
  const policy = await page.getAttribute('meta[http-equiv]', 'content')
  expect(policy).toContain("default-src 'none'")
  expect(policy).not.toMatch(/unsafe|connect-src|https?:/)
})

describe('is for everyone', () => {
  for (const [name, options] of [
    ['wide, light', { colorScheme: 'light' }],
    ['wide, dark', { colorScheme: 'dark' }],
    ['a phone', PHONE],
  ] as const) {
    test(`on ${name}: no fault found by axe, no scrolling sideways`, async () => {
      const page = await playground(options)
      const fits = () => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)
      expect(await fits()).toBe(true)
      expect(await violations(page)).toEqual([])
      await page.click('[data-example=english]')
      const report = await reportOf(page)
      await settled(page)
      expect(await fits()).toBe(true)
      expect(await report.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
      expect(await violations(page)).toEqual([])
    })
  }

  test('every control is reached by Tab, and Escape leads back', async () => {
    const page = await playground()
    const reached = new Set<string>()
    for (let i = 0; i < 16; i++) {
      await page.keyboard.press('Tab')
      reached.add(
        await page.evaluate(() => {
          const { id, textContent } = document.activeElement!
          return id || textContent!.trim()
        }),
      )
    }
    for (const control of [
      'theme',
      'text-a',
      'text-b',
      'compare',
      'swap',
      'English',
      '中文',
      'Choose a folder…',
    ])
      expect([...reached]).toContain(control)
    await page.click('[data-example=english]')
    await reportOf(page)
    await page.focus('#back')
    await page.keyboard.press('Escape')
    expect(await page.locator('#front').isVisible()).toBe(true)
  })
})
