// Opens a report as a file in Chromium and watches what it must not do.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright'
import { afterAll, beforeAll, expect, onTestFinished } from 'vitest'
import { chromium as executable } from '../chromium.js'

let browser: Browser
let folder: string

/** Starts one browser for the tests of a file. */
export function withBrowser(): void {
  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'offprint-report-'))
    browser = await chromium.launch({
      executablePath: executable() ?? undefined,
      args: ['--no-sandbox', '--disable-gpu'],
    })
  })
  afterAll(async () => {
    await browser.close()
    rmSync(folder, { recursive: true, force: true })
  })
}

let files = 0

/** Writes a report to a file of its own, or of the given name, and returns its URL. */
export function fileOf(html: string, name = `report-${files++}.html`): string {
  const file = path.join(folder, name)
  writeFileSync(file, html)
  return pathToFileURL(file).href
}

/**
 * Opens a file; the test fails if it asks for anything else, or logs or throws an error.
 * @param own the addresses of other files that belong to it.
 */
export async function open(
  url: string,
  options: BrowserContextOptions = {},
  own: (address: string) => boolean = () => false,
): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options })
  const page = await context.newPage()
  const wrong: string[] = []
  page.on('request', (request) => {
    if (own(request.url())) return
    if (new URL(request.url()).protocol !== 'file:' || !request.isNavigationRequest())
      wrong.push(request.url())
  })
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') wrong.push(message.text())
  })
  page.on('pageerror', (error) => wrong.push(error.message))
  onTestFinished(async () => {
    await context.close()
    expect(wrong).toEqual([])
  })
  await page.goto(url)
  return page
}

/** Waits until what was set off has been laid out and painted. */
export async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    for (let frame = 0; frame < 8; frame++) await new Promise(requestAnimationFrame)
  })
}
