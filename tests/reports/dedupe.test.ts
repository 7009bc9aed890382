import type { Page } from 'playwright'
import { beforeAll, describe, expect, test } from 'vitest'
import { compare } from '../../src/compare/compare.js'
import { createDedupePage } from '../../src/report/html/dedupe/page.js'
import { CRAWL, deduped } from '../deduped.js'
import { noisy, random } from '../noise.js'
import { SEEDS } from '../seeds.js'
import { violations } from './axe.js'
import { fileOf, open, settled, withBrowser } from './opened.js'

withBrowser()

const PHONE = { viewport: { width: 375, height: 812 } }
const DARK = { colorScheme: 'dark' as const }

let report: string
beforeAll(async () => {
  report = (await deduped(CRAWL)).finish({ capped: 2 })
})
const crawl = (options = {}, hash = '') => open(fileOf(report) + hash, options)

const names = (page: Page) =>
  page
    .locator('.pair-list > li:visible')
    .evaluateAll((all) => all.map((one) => (one as HTMLElement).dataset.name))
const opened = (page: Page) => page.locator('.pair-list > li > details[open]').count()
const focused = (page: Page) =>
  page.evaluate(() => (document.activeElement!.closest('li') as HTMLElement | null)?.dataset.name)
const entry = (page: Page, name: string) => page.locator(`.pair-list > li[data-name="${name}"]`)

describe('the list of pairs', () => {
  test('opens a pair to both texts, beside each other at the same height', async () => {
    const page = await crawl()
    const pair = entry(page, '001.txt')
    await pair.locator('summary').first().click()
    const row = pair.locator('tr.differs').first()
    await expect.poll(() => row.isVisible(), { timeout: 15_000 }).toBe(true)
    const [a, b] = [(await row.locator('td.a').boundingBox())!, (await row.locator('td.b').boundingBox())!]
    expect(b.y).toBe(a.y)
    expect(b.x).toBeGreaterThanOrEqual(a.x + a.width)
    expect(await pair.locator('ins.e').first().innerText()).toContain('本报记者 姜峰')
    expect(await pair.locator('.rule').first().innerText()).toBe('Kept: it is a part of a longer document')
  })

  test('leaves the pairs that fit the boxes, counts them, and says so where none does', async () => {
    const page = await crawl()
    expect(await names(page)).toHaveLength(7)
    await page.check('#show-numbers')
    expect((await names(page)).sort()).toEqual(['clear', 'https://scan.example.org/2', 'quake-6', 'quake-7'])
    await page.uncheck('#show-is-removed')
    expect(await page.locator('#count').innerText()).toBe('1 of 7 shown')
    await page.uncheck('#show-is-tied')
    expect(await names(page)).toEqual([])
    expect(await page.locator('#none').isVisible()).toBe(true)
    await page.uncheck('#show-numbers')
    await page.check('#show-is-tied')
    await page.uncheck('#show-r-duplicate')
    expect(await names(page)).toEqual(['001.txt'])
  })

  test('takes the order chosen', async () => {
    const page = await crawl()
    const figures = (name: string) =>
      page
        .locator('.pair-list > li')
        .evaluateAll((all, key) => all.map((one) => Number((one as HTMLElement).dataset[key])), name)
    const before = await names(page)
    for (const [order, figure, sign] of [
      ['similarity', 'similarity', -1],
      ['least', 'similarity', 1],
      ['numbers', 'numbers', -1],
      ['lost', 'lost', -1],
    ] as const) {
      await page.selectOption('#sort', order)
      const values = await figures(figure)
      expect(values).toEqual([...values].sort((x, y) => sign * (x - y)))
      expect(new Set(values).size).toBeGreaterThan(1)
    }
    await page.selectOption('#sort', 'name')
    expect(await names(page)).toEqual([...before].sort())
    await page.selectOption('#sort', 'informative')
    expect(await names(page)).toEqual(before)
  })

  test('is walked by keys: n and p go, o opens, and the filter is heeded', async () => {
    const page = await crawl()
    const order = await names(page)
    await page.keyboard.press('n')
    await page.keyboard.press('j')
    expect(await focused(page)).toBe(order[1])
    await page.keyboard.press('o')
    expect(await opened(page)).toBe(1)
    await page.keyboard.press('o')
    expect(await opened(page)).toBe(0)
    await page.keyboard.press('p')
    await page.keyboard.press('k')
    expect(await focused(page)).toBe(order.at(-1))
    await page.uncheck('#show-is-removed')
    await page.locator('h1').click()
    await page.keyboard.press('n')
    expect(await focused(page)).toBe((await names(page))[0])
    await page.keyboard.press('Enter')
    expect(await opened(page)).toBe(1)
  })

  test('opens all that are shown, and closes all', async () => {
    const page = await crawl()
    await page.check('#show-numbers')
    const shown = (await names(page)).length
    await page.click('#open-all')
    expect(await opened(page)).toBe(shown)
    await page.click('#close-all')
    expect(await opened(page)).toBe(0)
  })

  test('a link leads to a pair and opens it', async () => {
    const page = await crawl({}, '#pair-3')
    await settled(page)
    expect(await page.locator('#pair-3 > details').getAttribute('open')).not.toBeNull()
    const { y } = (await page.locator('#pair-3').boundingBox())!
    expect(y).toBeLessThan(800)
    await page.evaluate(() => (location.hash = '#pair-5'))
    await expect.poll(() => page.locator('#pair-5 > details[open]').count(), { timeout: 15_000 }).toBe(1)
  })

  test('labels stand beside edits where they are asked for', async () => {
    const page = await crawl({}, '#pair-1')
    const label = () =>
      page
        .locator('#pair-1 del.e')
        .first()
        .evaluate((mark) => getComputedStyle(mark, '::after').content)
    expect(await label()).toBe('none')
    await page.keyboard.press('l')
    expect(await label()).toMatch(/^"\w+"$/)
  })
})

test('what is the same folds away and opens in its turn', async () => {
  const text = Array.from({ length: 20 }, (_, k) => `${k}. ${SEEDS[2]!.slice(0, 90)}`).join('\n\n')
  const html = (
    await deduped([
      { id: 'a', text },
      { id: 'b', text: text.replace('10. ', '10! ') },
    ])
  ).finish()
  const page = await open(`${fileOf(html)}#pair-1`)
  const inner = page.locator('.fold td.a').last()
  expect(await inner.isVisible()).toBe(false)
  await page.locator('summary.folded').last().click()
  expect(await inner.isVisible()).toBe(true)
})

test('clusters open to their members, the figures to a table', async () => {
  const page = await crawl()
  const member = page.locator('.cluster-list').getByText('quake-7')
  expect(await member.isVisible()).toBe(false)
  await page.locator('.cluster-list summary', { hasText: 'quake-4' }).click()
  expect(await member.isVisible()).toBe(true)
  await page.locator('.as-table > summary').click()
  expect(await page.locator('.as-table td').first().isVisible()).toBe(true)
})

describe('why a document was removed or kept', () => {
  const report = (verb: string) =>
    `The central bank ${verb} its rate on Monday, at the end of a meeting of two days in the capital of the province. ` +
    'The decision was not expected by the banks of the city, which had made no provision for it. The price of bread ' +
    'rose at once, and the bakers of the harbour quarter shut their doors until the mayor had spoken to the crowd.'
  const reports = [
    { id: 'raises', text: report('raises') },
    { id: 'lowers', text: report('lowers') },
    { id: 'signed', text: `By John Smith\n\n${report('raises')}` },
    { id: 'broken off', text: report('raises').slice(0, 200) },
    { id: 'with more', text: `${SEEDS[4]!}\n${report('raises')}\n${SEEDS[3]!.slice(0, 900)}` },
    {
      id: 'added',
      text: `${report('lowers')} Afterwards the choir of the old town sang until late at night.`,
    },
  ]
  const pageIn = async (reportLanguage: 'en' | 'de' | 'zh') =>
    fileOf((await deduped(reports, { reportLanguage }, { remove: {} })).finish())

  test('is one sentence at the head of the pair', async () => {
    const page = await open(await pageIn('en'))
    await page.click('#open-all')
    const sentence = async (name: string) =>
      (await entry(page, name).locator('.opened > .rule:first-child').allTextContents()).map((text) =>
        text.replace(/\s+/g, ' ').trim(),
      )
    expect(await sentence('signed')).toEqual(['Removed: nothing lost but the byline'])
    expect(await sentence('lowers')).toEqual(['Kept: lowers / raises'])
    expect(await sentence('broken off')).toEqual([
      'Removed: nothing lost: it breaks off in the middle of a sentence that its keeper has whole',
    ])
    expect(await sentence('added')).toContain(
      'Kept: the other lacks “Afterwards the choir of the old town sa…”',
    )
  })

  test.each(['en', 'de', 'zh'] as const)('fits a phone in %s, with every word whole', async (language) => {
    for (const width of [320, 375]) {
      const page = await open(await pageIn(language), { viewport: { width, height: 812 } })
      await page.click('#open-all')
      await settled(page)
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
      const cutOff = await page
        .locator('.rule, .flag, .why, .stated, .chip, .figures li, .status, .order label, .order button')
        .evaluateAll((all) =>
          all
            .filter((one) => one.getClientRects().length > 0 && one.scrollWidth > one.clientWidth + 1)
            .filter((one) => getComputedStyle(one).display !== 'inline')
            .map((one) => one.textContent),
        )
      expect(cutOff).toEqual([])
    }
  })
})

describe('without a script', () => {
  test('pairs open, the boxes filter, and what needs the script is not there', async () => {
    const page = await crawl({ javaScriptEnabled: false })
    expect(await page.locator('#sort').isVisible()).toBe(false)
    expect(await page.locator('.pair-list > li:visible').count()).toBe(7)
    await page.uncheck('#show-r-duplicate')
    expect(await page.locator('.pair-list > li:visible').count()).toBe(1)
    await page.locator('.pair-list > li:visible summary').first().click()
    expect(await page.locator('td.a:visible').first().isVisible()).toBe(true)
    await page.check('#show-numbers')
    expect(await page.locator('.pair-list > li:visible').count()).toBe(0)
  })
})

describe('room', () => {
  test.each([320, 375, 768, 1280])('%i pixels are enough, with every pair open', async (width) => {
    const page = await crawl({ viewport: { width, height: 800 } })
    await page.click('#open-all')
    await settled(page)
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
  })

  test('on a phone one text stands below the other, and what is the same is there once', async () => {
    const page = await crawl(PHONE)
    await page.click('#open-all')
    const differs = page.locator('tr.differs').first()
    const [a, b] = [
      (await differs.locator('td.a').boundingBox())!,
      (await differs.locator('td.b').boundingBox())!,
    ]
    expect(b.y).toBeGreaterThanOrEqual(a.y + a.height)
    const same = page.locator('tr.same').first()
    expect(await same.locator('td.a').isVisible()).toBe(true)
    expect(await same.locator('td.b').isVisible()).toBe(false)
  })

  test('on paper there are no controls, and open pairs are there', async () => {
    const page = await crawl({}, '#pair-1')
    await page.emulateMedia({ media: 'print' })
    for (const control of ['.tools', '.filter', '.order'])
      expect(await page.locator(control).first().isVisible()).toBe(false)
    expect(await page.locator('#pair-1 td.a').first().isVisible()).toBe(true)
    expect((await page.pdf({ format: 'A4' })).length).toBeGreaterThan(20_000)
  })
})

test('hostile documents run nothing and change nothing', async () => {
  const hostile =
    '</script><script>document.title="owned"</script><img src="https://example.org/x" onerror="document.title=1">' +
    '<style>*{display:none}</style><base href="https://example.org/"><a href="javascript:alert(1)">x</a></details></table></ol>'
  const text = `${SEEDS[2]!.slice(0, 600)} ${hostile} ${SEEDS[2]!.slice(600, 900)}`
  const page = createDedupePage({ title: hostile })
  const other = text.replace('owned', '0wn3d')
  page.add({
    document: { id: hostile, ref: { file: hostile, line: 1 } },
    text,
    kept: false,
    matches: [
      {
        keeper: { id: `${hostile}2` },
        match: { ...compare(text, other), id: '', verified: true },
        text: () => other,
      },
    ],
  })
  page.reject({ ref: { file: hostile, line: 2 }, message: hostile })
  const shown = await open(`${fileOf(page.finish())}#pair-1`)
  expect(await shown.title()).toBe(hostile)
  expect(await shown.locator('img, base, a[href^="javascript"]').count()).toBe(0)
  expect((await shown.locator('#pair-1 td.a').allInnerTexts()).join('')).toContain(
    '<img src="https://example.org/x"',
  )
  expect(await shown.locator('#rejects').isVisible()).toBe(true)
})

describe('axe finds nothing', () => {
  test.each([
    ['in the light', {}],
    ['in the dark', DARK],
    ['on a phone', PHONE],
    ['on a phone, in the dark', { ...PHONE, ...DARK }],
  ])('%s', async (_, options) => {
    const page = await crawl(options)
    expect(await violations(page)).toEqual([])
    await page.click('#open-all')
    await page.locator('.cluster-list summary').first().click()
    await page.locator('.as-table > summary').click()
    await page.keyboard.press('l')
    expect(await violations(page)).toEqual([])
  })

  test.each(['de', 'zh'] as const)('in %s, with the help open', async (reportLanguage) => {
    const page = await open(fileOf((await deduped(CRAWL, { reportLanguage })).finish()))
    await page.keyboard.press('?')
    expect(await violations(page)).toEqual([])
  })
})

test('two hundred pairs of 5 KB: all open, all close, every filter arrives', async () => {
  const next = random(9)
  const base = Array.from({ length: 3 }, (_, k) => SEEDS[k + 2]!.slice(0, 1700)).join('\n')
  const page = createDedupePage()
  for (let k = 0; k < 200; k++) {
    const text = noisy(base, 0.02, next).copy
    const match = { ...compare(text, base), id: 'base', verified: true }
    page.add({
      document: { id: `copy-${k}` },
      text,
      kept: false,
      matches: [{ keeper: { id: 'base' }, match, text: () => base }],
    })
  }
  const shown = await open(fileOf(page.finish()))
  expect(await names(shown)).toHaveLength(200)
  await shown.click('#open-all')
  expect(await opened(shown)).toBe(200)
  await shown.locator('#pair-200 td.b').last().scrollIntoViewIfNeeded()
  expect(await shown.locator('#pair-200 td.b').last().isVisible()).toBe(true)
  await shown.check('#show-numbers')
  await shown.selectOption('#sort', 'least')
  await shown.click('#close-all')
  expect(await opened(shown)).toBe(0)
})
