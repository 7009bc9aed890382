/**
 * Where the shapes of Han characters come from: Debian's unicode-data, and two npm packages at pinned versions, fetched
 * into a temporary folder (idsfind unpacks to 153 MB, so they are no dependencies of the repository).
 */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'

export const UNICODE_VERSION = '15.0.0'
const PACKAGES = {
  'cnchar-order@3.2.6':
    'sha512-xeW1MnQk9GLW9rOvgTtBLl9amyJ0MBKAuXGgbiAwC/n1MRLoxW4ZnjPL+isVsi0rV3QXlbiDQQKAnL6TsJNLhA==',
  'idsfind@2.4.0':
    'sha512-Cq//3Ra7HdlQZqs3OLqjMGAvoy9mkkvpxn28Uwyf6KEkBT9fPjIs+3R3hk3VQoYQlfQKEf8PH2sASqUbxp6y/A==',
}
/** Debian packs the file now this way, now that. */
const UNIHAN = '/usr/share/unicode/Unihan_DictionaryLikeData.txt'
const PACKED = { '': 'cat', '.gz': 'gzip', '.bz2': 'bzip2' }

/** @returns {Map<string, Map<number, string>>} field → code point → value */
export function readUnihan() {
  const extension = Object.keys(PACKED).find((end) => existsSync(UNIHAN + end))
  if (extension === undefined) throw new Error(`${UNIHAN} is missing: apt-get install unicode-data`)
  const run = extension === '' ? [UNIHAN] : ['-dc', UNIHAN + extension]
  const text = execFileSync(PACKED[extension], run, { encoding: 'utf8', maxBuffer: 2 ** 28 })
  const version = /^# Unicode version: (\S+)$/m.exec(text)?.[1]
  console.error(`Unihan ${version}`)
  if (version !== UNICODE_VERSION) {
    throw new Error(`the table is made from Unihan ${UNICODE_VERSION}; unicode-data here has ${version}`)
  }
  const fields = new Map()
  for (const line of text.split('\n')) {
    const [character, field, value] = line.split('\t')
    if (!character.startsWith('U+')) continue
    if (!fields.has(field)) fields.set(field, new Map())
    fields.get(field).set(parseInt(character.slice(2), 16), value)
  }
  return fields
}

/** Fetches the packages, checks their hashes, and hands the folder of each to `read`; nothing of them is run but cnchar-order. */
export function withPackages(read) {
  const work = mkdtempSync(path.join(tmpdir(), 'offprint-shape-'))
  try {
    const folders = Object.entries(PACKAGES).map(([name, integrity]) => {
      const folder = path.join(work, name)
      mkdirSync(folder, { recursive: true })
      const [{ filename }] = JSON.parse(
        execFileSync('npm', ['pack', name, '--json', '--pack-destination', work], { encoding: 'utf8' }),
      )
      const archive = path.join(work, filename)
      const found = `sha512-${createHash('sha512').update(readFileSync(archive)).digest('base64')}`
      if (found !== integrity) throw new Error(`${name} is not the one this was written for: ${found}`)
      execFileSync('tar', ['-xzf', archive, '-C', folder, '--strip-components=1'])
      return folder
    })
    return read(...folders)
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

/** @returns {Map<number, string>} code point → a letter for each stroke, in order of writing */
export function readStrokes(folder) {
  // The package hands its tables only to a `window.CnChar`.
  let plugin
  globalThis.window = { CnChar: { use: (given) => (plugin = given) } }
  createRequire(import.meta.url)(folder)
  delete globalThis.window
  return new Map(Object.entries(plugin.dict.orders).map(([c, strokes]) => [c.codePointAt(0), strokes]))
}

/** @returns {Map<string, string>} name → glyph data of GlyphWiki: components, or strokes, with their places */
export function readGlyphs(folder) {
  const dump = JSON.parse(readFileSync(path.join(folder, 'data/gw_all.json'), 'utf8'))
  return new Map(dump.map(({ name, data }) => [name, data]))
}
