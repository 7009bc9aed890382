import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'

const folder = fileURLToPath(new URL('../../src/text/', import.meta.url))
const data = readFileSync(`${folder}fold-table.data.ts`, 'utf8')

describe('the baked table', () => {
  it('is what the generator writes', () => {
    const written = execFileSync(process.execPath, [`${folder}tables/generate.mjs`, '--print'], {
      encoding: 'utf8',
    })
    expect(written).toBe(data)
  }, 60_000)

  it('names its sources', () => {
    expect(data).toMatch(/Unicode 15\.1 .*2\.0\.7.*opencc-js 1\.4\.2/)
  })

  it('stays within 11 KB of gzip', () => {
    expect(gzipSync(data, { level: 9 }).length).toBeLessThanOrEqual(11 * 1024)
  })
})

describe('src/text', () => {
  // Property escapes and locale functions answer as the runtime's Unicode does; the table answers as 15.1 does.
  it.each(readdirSync(folder).filter((name) => name.endsWith('.ts')))(
    '%s asks the runtime for no property',
    (name) => {
      const code = readFileSync(folder + name, 'utf8').replace(/\/\*[^]*?\*\/|\/\/.*/g, '')
      expect(code).not.toMatch(/\\p\{|\\[sw]|toLowerCase|toUpperCase|toLocale|Intl\b|localeCompare/)
    },
  )
})
