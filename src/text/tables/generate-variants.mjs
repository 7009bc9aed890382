/**
 * Writes `variants.json`, which generate.mjs reads: Han characters that are one character in another form (靑 青), and
 * letters of the private-use area as the Medieval Unicode Font Initiative assigns them.
 *
 *   node src/text/tables/generate-variants.mjs MUFI.json
 *
 * Han: Unihan 15.0.0 as Debian's package unicode-data installs it. A pair counts as one character where both have the
 * same readings (kMandarin, and kJapaneseOn and kKorean where both have them) and one of these holds:
 *
 *  1. kZVariant names one as the other (UAX #38: "would be unified, but for source separation");
 *  2. the Cangjie code of one is X before that of the other: the input method's mark for a second form of one shape;
 *  3. both are their radical itself (no residual strokes), with the same number of strokes;
 *  4. both have the same radical, residual strokes and four-corner code.
 *
 * Pairs of traditional and simplified forms are left to OpenCC's table. Of several forms the one in GB 2312 (kGB0) or
 * else Big Five (kBigFive) represents all, or else the lowest code point.
 *
 * Private use: mufi.json of the Python package chocomufin 1.0.0, which lists code points and names of the MUFI character
 * recommendation 4.0 (https://mufi.info). A name is read: LATIN SMALL LIGATURE LONG S I is ſi, LATIN SMALL LETTER A
 * WITH OGONEK AND ACUTE is a, U+0328, U+0301. Names that are not understood in full are left out.
 */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import scriptTable from 'opencc-js/dict/TSCharacters'

const UNICODE_VERSION = '15.0.0'
/** Debian packs the files now this way, now that. */
const PACKED = { '': 'cat', '.gz': 'gzip', '.bz2': 'bzip2' }

/** @returns {Map<number, Record<string, string>>} code point → field → value */
function unihan() {
  const characters = new Map()
  for (const part of ['Readings', 'DictionaryLikeData', 'Variants', 'IRGSources', 'OtherMappings']) {
    const file = `/usr/share/unicode/Unihan_${part}.txt`
    const extension = Object.keys(PACKED).find((end) => existsSync(file + end))
    if (extension === undefined) throw new Error(`${file} is missing: apt-get install unicode-data`)
    const run = extension === '' ? [file] : ['-dc', file + extension]
    const text = execFileSync(PACKED[extension], run, { encoding: 'utf8', maxBuffer: 2 ** 28 })
    const version = /^# Unicode version: (\S+)$/m.exec(text)?.[1]
    if (version !== UNICODE_VERSION)
      throw new Error(`${file} is of Unicode ${version}, not ${UNICODE_VERSION}`)
    for (const line of text.split('\n')) {
      const [character, field, value] = line.split('\t')
      if (!character.startsWith('U+')) continue
      const code = parseInt(character.slice(2), 16)
      if (!characters.has(code)) characters.set(code, {})
      characters.get(code)[field] = value
    }
  }
  return characters
}

const char = String.fromCodePoint
const raw = new Map(scriptTable.split('|').map((entry) => entry.split(' ').slice(0, 2)))
const simplified = (c) => raw.get(char(c)) ?? char(c)

/** @returns {[string, string][]} form → representative */
function hanVariants() {
  const characters = unihan()
  const at = (c, field) => characters.get(c)?.[field]
  /** Read alike: the same Mandarin, and no Japanese or Korean reading apart. */
  const readAlike = (x, y) => {
    const shares = (field, needed) => {
      const [a, b] = [at(x, field)?.split(' '), at(y, field)?.split(' ')]
      if (a === undefined || b === undefined) return !needed
      return a.some((reading) => b.includes(reading))
    }
    return shares('kMandarin', true) && shares('kJapaneseOn', false) && shares('kKorean', false)
  }
  const parent = new Map()
  const find = (c) => (parent.has(c) && parent.get(c) !== c ? find(parent.get(c)) : c)
  const unite = (x, y) => {
    if (!readAlike(x, y)) return
    // One is the other's simplified form: OpenCC's table says so already.
    if (simplified(x) === char(y) || simplified(y) === char(x)) return
    // Both are simplified, each to something else: two characters.
    if (raw.has(char(x)) && raw.has(char(y)) && simplified(x) !== simplified(y)) return
    parent.set(find(x), find(y))
  }
  const base = (c) => c >= 0x4e00 && c <= 0x9fff
  const known = [...characters.keys()].filter(base).sort((x, y) => x - y)
  const targets = new Set(raw.values())
  const byCangjie = new Map()
  const byRadical = new Map()
  const byCorners = new Map()
  for (const c of known) {
    for (const code of (at(c, 'kCangjie') ?? '').split(' ')) if (code !== '') byCangjie.set(code, c)
    const [radical] = (at(c, 'kRSUnicode') ?? '').replaceAll("'", '').split(' ')
    const corners = at(c, 'kFourCornerCode')?.slice(0, 4)
    const add = (map, key) => map.set(key, [...(map.get(key) ?? []), c])
    if (radical.endsWith('.0')) add(byRadical, `${radical} ${at(c, 'kTotalStrokes')}`)
    // A simplified character stands for its traditional ones: those are what has variants.
    if (corners !== undefined && !targets.has(char(c))) add(byCorners, `${radical} ${corners}`)
  }
  for (const c of known) {
    for (const other of (at(c, 'kZVariant') ?? '').split(' ')) {
      const code = parseInt(other.slice(2), 16)
      if (base(code)) unite(c, code)
    }
    for (const code of (at(c, 'kCangjie') ?? '').split(' ')) {
      const twin = code.startsWith('X') && code.length > 2 ? byCangjie.get(code.slice(1)) : undefined
      if (twin !== undefined) unite(c, twin)
    }
  }
  for (const map of [byRadical, byCorners]) {
    for (const group of map.values()) {
      for (let i = 0; i < group.length; i++) for (let j = 0; j < i; j++) unite(group[i], group[j])
    }
  }
  const groups = new Map()
  for (const c of known) {
    const root = find(c)
    groups.set(root, [...(groups.get(root) ?? []), c])
  }
  const pairs = []
  for (const group of groups.values()) {
    if (group.length < 2) continue
    const rank = (c) => (at(c, 'kGB0') ? 0 : at(c, 'kBigFive') ? 1 : 2)
    const [first, ...others] = group.sort((x, y) => rank(x) - rank(y) || x - y)
    for (const other of others) pairs.push([char(other), char(first)])
  }
  return pairs.sort(([x], [y]) => x.codePointAt(0) - y.codePointAt(0))
}

/** Letters that MUFI names and Unicode has under the same name or another. */
const LETTERS = {
  AE: 'æ',
  AO: 'ꜵ',
  AU: 'ꜷ',
  AV: 'ꜹ',
  AY: 'ꜽ',
  OO: 'ꝏ',
  AA: 'ꜳ',
  OE: 'œ',
  ETH: 'ð',
  THORN: 'þ',
  ENG: 'ŋ',
  'LONG S': 'ſ',
  'SHARP S': 'ß',
  'INSULAR V': 'ꝩ',
  'INSULAR F': 'ꝼ',
  'INSULAR G': 'ᵹ',
  'INSULAR R': 'ꞃ',
  'INSULAR T': 'ꞇ',
  'INSULAR D': 'ꝺ',
  'INSULAR S': 'ꞅ',
  'ROUND R': 'ꝛ',
  'R ROTUNDA': 'ꝛ',
  'DOTLESS I': 'ı',
  'DOTLESS J': 'ȷ',
  'LONG I': 'i',
  'CLOSED ET': 'et',
  'TIRONIAN ET': 'et',
}
const MARKS = {
  ACUTE: '\u0301',
  GRAVE: '\u0300',
  CIRCUMFLEX: '\u0302',
  TILDE: '\u0303',
  MACRON: '\u0304',
  BREVE: '\u0306',
  'DOT ABOVE': '\u0307',
  DIAERESIS: '\u0308',
  'RING ABOVE': '\u030a',
  'DOUBLE ACUTE': '\u030b',
  CARON: '\u030c',
  'INVERTED BREVE': '\u0311',
  'DOT BELOW': '\u0323',
  CEDILLA: '\u0327',
  OGONEK: '\u0328',
  'MACRON BELOW': '\u0331',
  'RING BELOW': '\u0325',
  'DIAERESIS BELOW': '\u0324',
  CURL: '\u1dce',
  'BREVE BELOW': '\u032e',
  'INVERTED BREVE BELOW': '\u032f',
  'DOUBLE GRAVE': '\u030f',
  'HOOK ABOVE': '\u0309',
}
/** Letters above others; an e above is an umlaut. */
const ABOVE = {
  A: '\u0363',
  E: '\u0308',
  I: '\u0365',
  O: '\u0366',
  U: '\u0367',
  C: '\u0368',
  D: '\u0369',
  H: '\u036a',
  M: '\u036b',
  R: '\u036c',
  T: '\u036d',
  V: '\u036e',
  X: '\u036f',
  K: '\u1ddc',
  L: '\u1ddd',
  N: '\u1de0',
  S: '\u1de4',
  Z: '\u1de6',
  G: '\u1dda',
}

/** The letters of a MUFI name, or undefined where a word of it is not understood. */
function readName(name) {
  const found =
    /^LATIN (?:ENLARGED |)(SMALL|CAPITAL|LETTER SMALL CAPITAL|SMALL CAPITAL|LETTER SMALL)(?: LETTER| LIGATURE)*(?: SMALL LIGATURE| SMALL)? (.+?)(?: WITH (.+))?$/.exec(
      name.replace(/ \(.*\)$/, ''),
    )
  if (found === null) return undefined
  const capital = found[1] === 'CAPITAL'
  const ligature = / LIGATURE /.test(name)
  let base = ''
  const rest = found[2].replace(/ (?:CLOSED|ENLARGED) FORM$/, '')
  if (LETTERS[rest] !== undefined) base = LETTERS[rest]
  else {
    const words = rest.split(' ').filter((word) => word !== 'AND')
    for (let i = 0; i < words.length; i++) {
      const two = LETTERS[`${words[i]} ${words[i + 1]}`]
      if (two !== undefined) {
        base += two
        i++
      } else if (/^[A-Z]$/.test(words[i])) base += words[i].toLowerCase()
      else if (LETTERS[words[i]] !== undefined) base += LETTERS[words[i]]
      else if (ligature && /^[A-Z]{2,3}$/.test(words[i])) base += words[i].toLowerCase()
      else return undefined
    }
    if ([...base].length > 1 && !ligature) return undefined
  }
  let marks = ''
  for (const mark of found[3]?.split(' AND ') ?? []) {
    const above = /^LATIN SMALL LETTER ([A-Z]) ABOVE$/.exec(mark)
    const written = above ? ABOVE[above[1]] : mark === 'STROKE' && base === 'o' ? 'STROKE' : MARKS[mark]
    if (written === undefined) return undefined
    if (written === 'STROKE') base = 'ø'
    else marks += written
  }
  // The diaeresis of a ligature stands on its second letter, where reading order puts it anyway.
  const text = (capital ? base.toUpperCase() : base) + marks
  return text.normalize('NFC')
}

/** @returns {[string, string][]} private-use character → what it is */
function mufi(file) {
  const pairs = []
  for (const [code, { description }] of Object.entries(JSON.parse(readFileSync(file, 'utf8')))) {
    const c = parseInt(code, 16)
    if (c < 0xe000 || c > 0xf8ff) continue
    const text = readName(description)
    if (text !== undefined) pairs.push([char(c), text])
  }
  return pairs.sort(([x], [y]) => x.codePointAt(0) - y.codePointAt(0))
}

const [file] = process.argv.slice(2)
if (file === undefined) throw new Error('usage: node src/text/tables/generate-variants.mjs MUFI.json')
const lines = (pairs) => pairs.map((pair) => `    ${JSON.stringify(pair.join(' '))}`).join(',\n')
writeFileSync(
  new URL('variants.json', import.meta.url),
  `{\n  "han": [\n${lines(hanVariants())}\n  ],\n  "private": [\n${lines(mufi(file))}\n  ]\n}\n`,
)
