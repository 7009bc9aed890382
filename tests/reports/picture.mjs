// Takes the picture of the README, .github/report.webp: the report of the seed pair at twice the pixels. Needs a build,
// Chromium (or CHROMIUM), and a serif for Han such as Noto Serif CJK: `npm run picture`.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { chromium } from 'playwright'
import { audit } from '../../dist/audit.js'
import { auditToHtml } from '../../dist/report.js'

const root = new URL('../../', import.meta.url)
const seed = (name) => ({
  name,
  text: readFileSync(new URL(`fixtures/seeds/texts/${name}`, root), 'utf8'),
})
const [a, b] = [seed('000.txt'), seed('001.txt')]
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
})
const page = await browser.newPage({ viewport: { width: 1200, height: 1240 }, deviceScaleFactor: 2 })
await page.setContent(auditToHtml(audit(a, b, { layout: true }), a, b))
await page.locator('.edits a', { hasText: /^7$/ }).click()
await page.evaluate(() => scrollTo(0, 0))
await page.mouse.move(0, 0)
await page.waitForTimeout(500)
const session = await page.context().newCDPSession(page)
const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality: 78 })
const picture = Buffer.from(data, 'base64')
mkdirSync(new URL('.github/', root), { recursive: true })
writeFileSync(new URL('.github/report.webp', root), picture)
console.log(`.github/report.webp, ${picture.length} bytes`)
await browser.close()
