import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { layers } from '../.oxlint/layers.js'

// src/README.md is the map of the source. It must not claim what the source does not do.
const src = fileURLToPath(new URL('../src', import.meta.url))
const map = readFileSync(path.join(src, 'README.md'), 'utf8')

/** The files that a file imports, relative to src/. */
function imports(file: string): string[] {
  const source = readFileSync(path.join(src, file), 'utf8')
  const found = source.matchAll(/(?:from|import\()\s*'(\.[^']+)'/g)
  return [...found].map(([, specifier]) =>
    path.posix.join(path.posix.dirname(file), specifier!).replace(/\.js$/, '.ts'),
  )
}

interface Line {
  readonly file: string
  readonly depth: number
}

const flows = [...map.matchAll(/\*\*(\w+)\*\*:[^`]*(?:`[^`]+`[^`]*)*```\n([\s\S]*?)```/g)].map(
  ([, name, block]): [string, Line[]] => [
    name!,
    block!
      .trimEnd()
      .split('\n')
      .map((line) => {
        const file = line.trim().split(/\s{2,}/)[0]!
        return { file, depth: (line.length - line.trimStart().length) / 2 }
      }),
  ],
)

describe('the map of the source', () => {
  test('lists every folder, in the order of the layers', () => {
    const listed = [...map.matchAll(/^\| `(\w+)\/` +\|/gm)].map(([, folder]) => folder)
    expect(listed).toEqual(layers)
    expect(readdirSync(src, { withFileTypes: true }).filter((entry) => entry.isDirectory()).length).toBe(
      layers.length,
    )
  })

  test('draws four flows', () => {
    expect(flows.map(([name]) => name)).toEqual(['compare', 'query', 'dedupe', 'engine'])
  })

  test.each(flows)('%s: each file imports those drawn below it', (_, lines) => {
    expect(lines.length).toBeGreaterThan(8)
    const above: string[] = []
    for (const { file, depth } of lines) {
      expect(existsSync(path.join(src, file)), file).toBe(true)
      above.length = depth
      const caller = above.at(-1)
      if (caller !== undefined) expect(imports(caller), `${caller} → ${file}`).toContain(file)
      above.push(file)
    }
  })

  test('explains at least thirty words, each once', () => {
    const [, glossary] = map.split('## Glossary')
    const words = [...glossary!.matchAll(/^\| ([^|]+?) +\|/gm)].map(([, word]) => word).slice(2)
    expect(words.length).toBeGreaterThanOrEqual(30)
    expect(new Set(words).size).toBe(words.length)
  })
})
