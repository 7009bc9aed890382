// Walks the imports of the built files: what a bundler for the browser would pull in.
import { readFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import path from 'node:path'
import ts from 'typescript'
import { expect, inject, test } from 'vitest'

const installed = path.join(inject('project'), 'node_modules/offprint')
const manifest = JSON.parse(readFileSync(path.join(installed, 'package.json'), 'utf8'))

/** The specifiers a file imports, statically or not. */
function imported(text: string, dynamic: boolean): string[] {
  const specifiers: string[] = []
  const visit = (node: ts.Node) => {
    let source: ts.Node | undefined
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) source = node.moduleSpecifier
    if (dynamic && ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      source = node.arguments[0]
    if (source) specifiers.push(ts.isStringLiteral(source) ? source.text : '(computed)')
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile('dist.js', text, ts.ScriptTarget.ES2022))
  return specifiers
}

/** Everything outside the package that a file reaches, each with one way to it. */
function reached(file: string, dynamic = true): Map<string, string> {
  const outside = new Map<string, string>()
  const seen = new Set<string>()
  const visit = (current: string, way: string) => {
    if (seen.has(current)) return
    seen.add(current)
    for (const specifier of imported(readFileSync(path.join(installed, current), 'utf8'), dynamic)) {
      if (specifier.startsWith('.')) {
        const next = path.posix.join(path.posix.dirname(current), specifier)
        visit(next, `${way} > ${next}`)
      } else {
        const bare = builtinModules.includes(specifier) && !specifier.startsWith('node:')
        outside.set(bare ? `node:${specifier}` : specifier, way)
      }
    }
  }
  visit(file, file)
  return outside
}

const entries: Record<string, string> = { cli: path.posix.normalize(manifest.bin.offprint) }
for (const [subpath, target] of Object.entries<string | { default: string }>(manifest.exports)) {
  if (typeof target === 'object') entries[subpath] = path.posix.normalize(target.default)
}

const mayReach: Record<string, RegExp> = {
  './report': /^(diff|write-excel-file\/universal)$/,
  './read':
    /^(@mozilla\/readability(\/JSDOMParser\.js)?|chardet|fzstd|htmlparser2|hyparquet|hyparquet-compressors)$/,
  './ocr': /^htmlparser2$/,
  './node':
    /^(node:.+|@mozilla\/readability(\/JSDOMParser\.js)?|chardet|fzstd|htmlparser2|hyparquet|hyparquet-compressors|tinyglobby|lmdb|pg|ioredis)$/,
  cli: /^(node:.+|@mozilla\/readability(\/JSDOMParser\.js)?|diff|commander|chardet|fzstd|htmlparser2|hyparquet|hyparquet-compressors|tinyglobby|lmdb|pg|ioredis|fastify|prom-client|@modelcontextprotocol\/sdk\/.+|write-excel-file\/universal|@duckdb\/node-api)$/,
}

test.each(Object.entries(entries))('%s reaches only what it may', (entry, file) => {
  const outside = [...reached(file)].filter(([specifier]) => !mayReach[entry]?.test(specifier))
  expect(outside).toEqual([])
})

test.each(['./node', './read', './report', 'cli'])(
  '%s loads the packages of formats only when a file of theirs comes',
  (entry) => {
    const atOnce = [...reached(entries[entry]!, false).keys()].filter(
      (specifier) => !specifier.startsWith('node:'),
    )
    expect(atOnce.filter((specifier) => !/^(diff|commander)$/.test(specifier))).toEqual([])
  },
)
