import type { Page } from 'playwright'
import { describe, expect, test } from 'vitest'
import { audit } from '../../src/audit/audit.js'
import type { Witness } from '../../src/audit/witness.js'
import { compare } from '../../src/compare/compare.js'
import { sumAudits } from '../../src/audit/summary.js'
import { pairFigures, summaryToHtml } from '../../src/report/html/audit/index-page.js'
import { auditToHtml } from '../../src/report/html/audit/pair-page.js'
import type { HtmlOptions } from '../../src/report/html/options.js'
import { noisy, random } from '../noise.js'
import { SEEDS } from '../seeds.js'
import { violations } from './axe.js'
import { fileOf, open, settled, withBrowser } from './opened.js'

withBrowser()

const PHONE = { viewport: { width: 375, height: 812 } }

function reportOf(a: Witness, b: Witness, options: HtmlOptions = {}): string {
  return auditToHtml(audit(a, b, { layout: true }), a, b, options)
}

const [page0, article] = [
  { text: SEEDS[0]!, name: '000.txt' },
  { text: SEEDS[1]!, name: '001.txt' },
]
const SEED_AUDIT = audit(page0, article, { layout: true })
const SEED_REPORT = auditToHtml(SEED_AUDIT, page0, article)
const seeds = (options = {}) => open(fileOf(SEED_REPORT), options)

/** Three blocks in two orders, foreign text between, some noise. */
const [x, y, z] = [SEEDS[2]!.slice(0, 1200), SEEDS[3]!.slice(0, 1200), SEEDS[4]!.slice(0, 1200)]
const MOVED_REPORT = reportOf(
  { text: `${x}\n${y}\n${noisy(z, 0.03, random(3)).copy}` },
  { text: `${z}\n${SEEDS[1]!.slice(0, 900)}\n${x}\n${y}` },
)

const current = (page: Page) => page.locator('a.e.cur').evaluateAll((marks) => marks.map((mark) => mark.id))
const heard = (page: Page) => page.locator('#live').textContent()
const visibleEntries = (page: Page) => page.locator('.edits li:visible').count()

/** Height of an element below the top of its text's frame, and that of the frame. */
function placeOf(page: Page, id: string): Promise<{ y: number; height: number }> {
  return page.locator(`#${id}`).evaluate((element) => {
    const frame = element.closest('.pane')!.getBoundingClientRect()
    return { y: element.getBoundingClientRect().top - frame.top, height: frame.height }
  })
}

async function expectInView(page: Page, id: string): Promise<void> {
  const { y, height } = await placeOf(page, id)
  expect(y).toBeGreaterThan(-30)
  expect(y).toBeLessThan(height)
}

describe('from edit to edit', () => {
  test('n and p walk both texts, focus the edit, and say it', async () => {
    const page = await seeds()
    await page.keyboard.press('n')
    await page.keyboard.press('n')
    await settled(page)
    expect(await heard(page)).toBe('Edit 2 of 11: repetition, 化→移')
    const [a, b] = await current(page)
    expect(await page.evaluate(() => document.activeElement!.id)).toBe(a)
    await expectInView(page, a!)
    await expectInView(page, b!)
    await page.keyboard.press('j')
    expect(await heard(page)).toMatch(/^Edit 3 of 11: line break/)
    await page.keyboard.press('p')
    await page.keyboard.press('k')
    expect(await heard(page)).toMatch(/^Edit 1 of 11: insertion, −本报记者 姜峰/)
    await page.keyboard.press('p')
    expect(await heard(page)).toMatch(/^Edit 11 of 11: punctuation/)
    expect(await page.locator('#current').textContent()).toContain('、→，')
    await settled(page)
    for (const id of await current(page)) await expectInView(page, id)
  })

  test('the arrows do the same', async () => {
    const page = await seeds()
    await page.click('#next')
    expect(await page.locator('#position').textContent()).toBe('1 of 11')
    await page.click('#previous')
    expect(await page.locator('#position').textContent()).toBe('11 of 11')
  })

  test('x goes across; only the current edit is a stop for Tab', async () => {
    const page = await seeds()
    await page.keyboard.press('n')
    await page.keyboard.press('x')
    expect(await page.evaluate(() => document.activeElement!.id)).toBe((await current(page))[1])
    expect(await page.locator('a.e[tabindex="0"]').count()).toBe(2)
  })

  test('the outline of focus is seen', async () => {
    const page = await seeds()
    await page.keyboard.press('n')
    const outline = await page.evaluate(() => getComputedStyle(document.activeElement!).outlineWidth)
    expect(parseFloat(outline)).toBeGreaterThanOrEqual(2)
  })

  test('a number in the apparatus, an example of a confusion and the mark itself lead there', async () => {
    const page = await seeds()
    const bird = await page.locator('a.e', { hasText: /^鸟$/ }).getAttribute('id')
    await page.locator(`.edits a[href="#${bird}"]`).click()
    await settled(page)
    expect(await current(page)).toContain(bird)
    await expectInView(page, bird!)
    const row = page
      .locator('[aria-labelledby=confusions-title] tr')
      .filter({ has: page.locator('del', { hasText: /^化$/ }) })
    await row.locator('a').first().click()
    await settled(page)
    expect(await heard(page)).toContain('化→移')
    await page.locator(`#${(await current(page))[1]}`).click()
    expect(await page.evaluate(() => document.activeElement!.id)).toMatch(/^b/)
  })

  test('an address with an offset opens there', async () => {
    const at = SEEDS[0]!.indexOf('飞鸟') + 1
    const page = await open(`${fileOf(SEED_REPORT)}#at-${at}`)
    await settled(page)
    expect(await heard(page)).toContain('鸟→马')
    for (const id of await current(page)) await expectInView(page, id)
  })
})

describe('the filter', () => {
  test('layout is off at first; what is off is neither marked nor listed nor visited', async () => {
    // Without motion no colour is read while it fades.
    const page = await seeds({ reducedMotion: 'reduce' })
    expect(await visibleEntries(page)).toBe(11)
    const shown = (selector: string) =>
      page
        .locator(selector)
        .first()
        .evaluate((mark) => {
          const label = getComputedStyle(mark, '::after')
          return [label.display, getComputedStyle(mark).backgroundColor, getComputedStyle(mark).pointerEvents]
        })
    expect(await shown('a.e.c-layout')).toEqual(['none', expect.stringMatching(/0\)$|transparent/), 'none'])
    expect((await shown('a.e.c-punctuation'))[0]).toBe('inline-block')
    await page.uncheck('#f-punctuation')
    expect(await shown('a.e.c-punctuation')).toEqual([
      'none',
      expect.stringMatching(/0\)$|transparent/),
      'none',
    ])
    expect(await visibleEntries(page)).toBe(8)
    expect(await page.locator('[aria-labelledby=confusions-title] tbody tr:visible').count()).toBe(6)
    expect(await page.locator('[aria-labelledby=characters-title] tbody tr:visible').count()).toBe(2)
    const seen: string[] = []
    for (let i = 0; i < 8; i++) {
      await page.keyboard.press('n')
      seen.push((await heard(page))!)
    }
    expect(seen.at(-1)).toMatch(/^Edit 8 of 8/)
    expect(seen.join()).not.toContain('punctuation')
    await page.check('#f-layout')
    expect(await visibleEntries(page)).toBe(28)
    // The text itself stays.
    expect(await page.locator('#text-a').innerText()).toContain('330个，其中')
  })

  test('with nothing ticked it says so', async () => {
    const page = await seeds()
    for (const box of await page.locator('input[name=class]').all()) await box.uncheck()
    expect(await page.locator('#none').isVisible()).toBe(true)
    await page.keyboard.press('n')
    expect(await heard(page)).toBe('No edit of the classes chosen.')
  })

  test('labels are shown, and go on request', async () => {
    const page = await seeds()
    const label = () =>
      page
        .locator('a.e.c-punctuation')
        .first()
        .evaluate((mark) => getComputedStyle(mark, '::after').content)
    expect(await label()).toContain('pun')
    await page.keyboard.press('l')
    expect(await label()).toBe('none')
  })
})

describe('scrolling together', () => {
  for (const [from, to] of [
    ['a', 'b'],
    ['b', 'a'],
  ] as const) {
    test(`${from.toUpperCase()} takes ${to.toUpperCase()} to the aligned place`, async () => {
      const page = await open(fileOf(MOVED_REPORT))
      const count = await page.locator('#strip .band').count()
      expect(count).toBeGreaterThan(1)
      for (let passage = 1; passage <= count; passage++) {
        await page.locator(`#text-${from}`).evaluate((pane, id) => {
          pane.dispatchEvent(new WheelEvent('wheel'))
          const mark = document.getElementById(id)!
          pane.scrollTop += mark.getBoundingClientRect().top - pane.getBoundingClientRect().top - 40
        }, `p${from}${passage}`)
        await settled(page)
        // The line read lies some lines below the border in both; how many differs with their breaks.
        const [here, there] = [
          await placeOf(page, `p${from}${passage}`),
          await placeOf(page, `p${to}${passage}`),
        ]
        expect(Math.abs(here.y - there.y)).toBeLessThan(120)
      }
    })
  }

  test('who turns to the other text is not thrown back by what the first one still sets', async () => {
    const page = await open(fileOf(MOVED_REPORT))
    const height = await page.evaluate(async () => {
      const frame = () => new Promise(requestAnimationFrame)
      const [a, b] = ['text-a', 'text-b'].map((id) => document.getElementById(id)!)
      const scroll = (pane: HTMLElement, to: number) => {
        pane.dispatchEvent(new WheelEvent('wheel'))
        pane.scrollTop = to
      }
      scroll(a!, 40)
      await frame()
      await frame()
      scroll(b!, 2500)
      for (let i = 0; i < 8; i++) await frame()
      return b!.scrollTop
    })
    expect(Math.abs(height - 2500)).toBeLessThan(120)
  })

  test('not where it is switched off', async () => {
    const page = await seeds()
    await page.uncheck('#linked')
    await page.locator('#text-a').hover()
    await page.mouse.wheel(0, 900)
    await settled(page)
    expect(await page.locator('#text-a').evaluate((pane) => pane.scrollTop)).toBeGreaterThan(500)
    expect(await page.locator('#text-b').evaluate((pane) => pane.scrollTop)).toBeLessThan(50)
  })

  test('the strip shows what is in view', async () => {
    const page = await seeds()
    const x = (side: string) =>
      page.locator(`#view-${side}`).evaluate((rect) => Number(rect.getAttribute('x')))
    const before = [await x('a'), await x('b')]
    await page.locator('#text-a').hover()
    await page.mouse.wheel(0, 1200)
    await settled(page)
    expect(await x('a')).toBeGreaterThan(before[0]! + 20)
    expect(await x('b')).toBeGreaterThan(before[1]! + 20)
  })
})

describe('the strip', () => {
  test('a click goes to the place, in both texts', async () => {
    const page = await open(fileOf(MOVED_REPORT))
    const box = (await page.locator('#strip').boundingBox())!
    const last = await page.locator('#strip .band').count()
    const span = await page
      .locator('#strip .band path')
      .last()
      .evaluate((path) => {
        const { left, width } = path.getBoundingClientRect()
        return { left, width }
      })
    expect(span.width).toBeGreaterThan(0)
    const at = await page.evaluate(() => JSON.parse(document.getElementById('data')!.textContent!))
    const from = at.passages[4 * (last - 1)]
    await page.mouse.click(
      box.x + (box.width * (at.strip.a + (from + 60) * at.strip.scale)) / 1000,
      box.y + 6,
    )
    await settled(page)
    await expectInView(page, `pa${last}`)
    await expectInView(page, `pb${last}`)
  })

  test('a band is reached and followed by keyboard', async () => {
    const page = await open(fileOf(MOVED_REPORT))
    const band = page.locator('#strip .band').last()
    const number = await page.locator('#strip .band').count()
    await band.focus()
    await page.keyboard.press('Enter')
    await settled(page)
    await expectInView(page, `pa${number}`)
    await expectInView(page, `pb${number}`)
  })

  test('bands of moved passages cross and look otherwise', async () => {
    const page = await open(fileOf(MOVED_REPORT))
    const dash = (selector: string) =>
      page
        .locator(selector)
        .first()
        .evaluate((path) => getComputedStyle(path).strokeDasharray)
    expect(await dash('.band.moved path')).not.toBe('none')
    expect(await dash('.band:not(.moved) path')).toBe('none')
  })
})

describe('looks', () => {
  const ground = (page: Page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor)

  test('dark and light follow the system, and the button, which the next page remembers', async () => {
    const url = fileOf(SEED_REPORT)
    const light = await ground(await open(url))
    const page = await open(url, { colorScheme: 'dark' })
    const dark = await ground(page)
    expect(dark).not.toBe(light)
    await page.click('#theme')
    expect(await ground(page)).toBe(light)
    await page.reload()
    expect(await ground(page)).toBe(light)
    await page.keyboard.press('d')
    expect(await ground(page)).toBe(dark)
  })

  test('on paper there are all edits and no controls', async () => {
    const page = await seeds()
    await page.uncheck('#f-punctuation')
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
    await page.waitForTimeout(200)
    expect(await visibleEntries(page)).toBe(31)
    for (const control of ['.tools', '.filter', '.steps', '.skip']) {
      expect(await page.locator(control).isVisible()).toBe(false)
    }
    for (const side of ['a', 'b']) {
      const clipped = await page
        .locator(`#text-${side}`)
        .evaluate((pane) => pane.scrollHeight - pane.clientHeight)
      expect(clipped).toBeLessThanOrEqual(1)
    }
    expect(await ground(page)).not.toMatch(/rgb\(2\d, 2\d, 1\d\)/)
    const label = await page
      .locator('a.e.c-punctuation')
      .first()
      .evaluate((mark) => getComputedStyle(mark, '::after').display)
    expect(label).toBe('inline-block')
    expect((await page.pdf({ format: 'A4' })).length).toBeGreaterThan(10_000)
  })

  test('at the width of a phone nothing scrolls sideways, and the texts stand one above the other', async () => {
    for (const html of [SEED_REPORT, MOVED_REPORT]) {
      const page = await open(fileOf(html), PHONE)
      await page.keyboard.press('n')
      await settled(page)
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(375)
      const [a, b] = [
        (await page.locator('#text-a').boundingBox())!,
        (await page.locator('#text-b').boundingBox())!,
      ]
      expect(b.y).toBeGreaterThanOrEqual(a.y + a.height - 1)
      expect(a.width).toBeGreaterThan(330)
      expect(b.y + b.height).toBeLessThanOrEqual(813)
    }
  })

  test('Han glyphs are chosen by the language of each text', async () => {
    const a = { text: SEEDS[1]!, language: 'ja' }
    const page = await open(fileOf(reportOf(a, { text: SEEDS[1]!, language: 'zh-TW' })))
    const font = (id: string) => page.locator(id).evaluate((pane) => getComputedStyle(pane).fontFamily)
    expect(await font('#text-a')).toMatch(/Mincho/)
    expect(await font('#text-b')).toMatch(/Songti TC/)
  })

  test('who wants less motion gets none', async () => {
    const page = await seeds({ reducedMotion: 'reduce' })
    expect(
      await page
        .locator('a.e')
        .first()
        .evaluate((mark) => getComputedStyle(mark).transitionDuration),
    ).toBe('0s')
  })

  test('? opens the list of keys, Escape closes it', async () => {
    const page = await seeds()
    await page.keyboard.press('?')
    expect(await page.locator('#help').isVisible()).toBe(true)
    expect(await page.locator('#help').innerText()).toContain('next edit')
    await page.keyboard.press('Escape')
    expect(await page.locator('#help').isVisible()).toBe(false)
  })

  test('confusions sort by their columns', async () => {
    const page = await seeds()
    const counts = () => page.locator('[aria-labelledby=confusions-title] td.figure').allInnerTexts()
    const head = page.locator('[aria-labelledby=confusions-title] th.figure')
    await head.locator('button').click()
    expect(await head.getAttribute('aria-sort')).toBe('descending')
    await head.locator('button').click()
    expect(await head.getAttribute('aria-sort')).toBe('ascending')
    expect(await counts()).toEqual([...(await counts())].sort())
    expect((await counts())[0]).toBe('1')
  })
})

describe('without a script', () => {
  test('texts, edits, links and the filter work; what needs the script is not there', async () => {
    const page = await seeds({ javaScriptEnabled: false })
    expect(await page.locator('#next').isVisible()).toBe(false)
    expect(await page.locator('#theme').isVisible()).toBe(false)
    expect(await visibleEntries(page)).toBe(11)
    await page.uncheck('#f-punctuation')
    expect(await visibleEntries(page)).toBe(8)
    await page.locator('.edits li.c-shape a').click()
    await page.waitForURL(/#a\d+$/)
    expect(await page.locator('#text-a').innerText()).toContain('飞')
  })
})

describe('a document that means harm', () => {
  const evil =
    '<script>document.title="owned"</script><img src=x onerror="document.title=1">\u202Ex\u0000\ud800'
  const text = `${SEEDS[1]!.slice(0, 400)}${evil}${SEEDS[1]!.slice(400, 900)}`

  test('is shown, and does nothing', async () => {
    const page = await open(
      fileOf(reportOf({ text, name: evil }, { text: text.replace('owned', 'taken'), name: evil })),
    )
    expect(await page.title()).toContain('<script>')
    expect(await page.locator('img').count()).toBe(0)
    // The long name moves the texts below the window, where Chromium lays them out only when they come into view.
    await page.locator('#text-a').scrollIntoViewIfNeeded()
    await settled(page)
    expect(await page.locator('#text-a').innerText()).toContain('<img src=x onerror=')
    expect(await page.locator('#text-a').innerText()).toContain('‹202E›')
  })

  test('would be dead even as markup: the policy stops a script, a handler, a style, an image', async () => {
    const smuggled = SEED_REPORT.replace(
      '</main>',
      '</main><script>document.title="owned"</script><p style="color: rgb(1, 2, 3)" id="styled">x</p>' +
        '<button id="handled" onclick="document.title=2">x</button><img src="https://example.com/x.png">' +
        '<style>body{color:rgb(1,2,3)}</style>',
    )
    // What the policy stops is an error on the console, so this one is opened without the watch.
    const page = await open(fileOf(SEED_REPORT))
    const context = await page.context().browser()!.newContext()
    try {
      const other = await context.newPage()
      const stopped: string[] = []
      other.on('console', (message) => stopped.push(message.text()))
      await other.goto(fileOf(smuggled))
      await other.click('#handled')
      expect(await other.title()).toBe('000.txt – 001.txt')
      expect(await other.locator('#styled').evaluate((p) => getComputedStyle(p).color)).not.toBe(
        'rgb(1, 2, 3)',
      )
      expect(await other.evaluate(() => getComputedStyle(document.body).color)).not.toBe('rgb(1, 2, 3)')
      expect(
        stopped.filter((message) => message.includes('Content Security Policy')).length,
      ).toBeGreaterThanOrEqual(5)
    } finally {
      await context.close()
    }
  })
})

describe('axe finds nothing', () => {
  test.each([
    ['in the light', {}],
    ['in the dark', { colorScheme: 'dark' as const }],
    ['on a phone', PHONE],
    ['on a phone, in the dark', { ...PHONE, colorScheme: 'dark' as const }],
  ])('%s', async (_, options) => {
    for (const html of [SEED_REPORT, MOVED_REPORT]) {
      const page = await open(fileOf(html), options)
      expect(await violations(page)).toEqual([])
      if ((await page.locator('#f-layout').count()) > 0) await page.check('#f-layout')
      await page.locator('input[name=class]').first().uncheck()
      await page.keyboard.press('n')
      expect(await violations(page)).toEqual([])
    }
  })

  test.each(['de', 'zh'] as const)('in a report in %s, with the help open', async (reportLanguage) => {
    const page = await open(fileOf(auditToHtml(SEED_AUDIT, page0, article, { reportLanguage })))
    await page.keyboard.press('?')
    expect(await violations(page)).toEqual([])
  })
})

test('two long texts with thousands of edits: every step arrives', async () => {
  const truth = Array.from({ length: 24 }, (_, i) => SEEDS[1 + (i % 4)]!.slice(i, 2000 + i)).join('\n')
  const a = { text: noisy(truth, 0.06, random(7)).copy }
  // The rates of so long a pair take longer than its page; those of another do here.
  const { edits, ...compared } = compare(a.text, truth)
  const named = edits.map((edit) => ({ ...edit, suspect: null, reason: null }))
  const page = await open(
    fileOf(auditToHtml({ ...SEED_AUDIT, ...compared, edits: named }, a, { text: truth })),
  )
  const [, count] = / of (\d+)$/.exec((await page.locator('#position').textContent())!)!
  expect(Number(count)).toBeGreaterThan(1500)
  for (const key of ['p', 'p', 'n', 'n', 'n']) {
    await page.keyboard.press(key)
    await settled(page)
    for (const id of await current(page)) await expectInView(page, id)
  }
})

describe('the index', () => {
  test('lists pairs, sorts them, and leads into their pages at the place of a confusion', async () => {
    const sum = sumAudits()
    const found = SEED_AUDIT
    const same = audit(article, article)
    sum.add(found, 'page')
    sum.add(same, 'same')
    fileOf(SEED_REPORT, 'page one.html')
    const index = summaryToHtml(sum.summary(), [
      { name: 'page', href: 'page%20one.html', figures: pairFigures(found) },
      { name: 'same', href: 'same.html', figures: pairFigures(same) },
    ])
    const page = await open(fileOf(index, 'index.html'))
    const names = () => page.locator('.pairs tbody th').allInnerTexts()
    const identity = page.locator('.pairs thead th', { hasText: 'identity' }).locator('button')
    await identity.click()
    expect(await names()).toEqual(['same', 'page'])
    await identity.click()
    expect(await names()).toEqual(['page', 'same'])
    expect(await violations(page)).toEqual([])
    await page
      .locator('[aria-labelledby=confusions-title] tr', { hasText: '鸟' })
      .locator('a')
      .first()
      .click()
    await settled(page)
    await page.waitForURL(/page%20one\.html#at-/)
    expect(await heard(page)).toContain('鸟→马')
    await page.setViewportSize(PHONE.viewport)
    await page.goBack()
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(375)
  })
})
