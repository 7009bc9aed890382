import { expect, test } from 'vitest'
import { auditPage } from '../../src/audit/page.js'
import { SEEDS } from '../seeds.js'

const texts = SEEDS.map((text, i) => ({ name: `seed ${i}`, text }))

test('finds which articles stand on a page, and where', () => {
  const [page, ...articles] = texts as [(typeof texts)[0], ...typeof texts]
  const { found, missing, unexplained } = auditPage(page, articles)
  expect(found.map(({ b }) => b.name)).toEqual(['seed 1'])
  expect(missing).toEqual(['seed 2', 'seed 3', 'seed 4'])
  expect(found[0]!.relation).toBe('contains')
  expect(found[0]!.rates.whole.nothing.cer.rate).toBeLessThan(0.1)
  // The three other articles of the page.
  const rest = unexplained.map(({ from, to }) => page.text.slice(from, to)).join('')
  expect(rest.length).toBeGreaterThan(3000)
  expect(rest).not.toContain('飞鸟创新研究院')
})

test('a page made of articles, in its own order', () => {
  const order = [3, 1, 2]
  const page = { name: 'page', text: order.map((i) => SEEDS[i]!).join('\n\n') }
  const { found, missing, unexplained } = auditPage(page, texts.slice(1))
  expect(found.map(({ b }) => b.name)).toEqual(order.map((i) => `seed ${i}`))
  for (const { edits, rates } of found) {
    expect(edits).toEqual([])
    expect(rates.whole.form.cer.rate).toBe(0)
  }
  expect(missing).toEqual(['seed 4'])
  expect(unexplained).toEqual([])
})

test('no articles, an empty page', () => {
  expect(auditPage({ text: SEEDS[0]! }, [])).toMatchObject({ found: [], missing: [] })
  expect(auditPage({ text: '' }, texts)).toMatchObject({ found: [], unexplained: [] })
})

test('of more articles than one fingerprint lists, none is missing', () => {
  // Only the first 1,000 of these stand in the lists of their common text.
  const notice = SEEDS[1].slice(200, 320)
  const articles = Array.from({ length: 1003 }, (_, i) => ({ name: `notice ${i}`, text: `${notice} ${i}` }))
  const { found, missing } = auditPage({ text: `${SEEDS[2].slice(0, 300)}\n${notice}` }, articles)
  expect([found.length, missing]).toEqual([1003, []])
})
