import { signatureOf } from './signature-of.mjs'

/**
 * What must be the same on every runtime: stored signatures, sketches in all their forms, folding over the whole of
 * Unicode, comparisons. Runs wherever the library does, so it takes the library and asks for little else. `bytes-v1.json`
 * holds the answers; `generate-bytes.mjs` writes it.
 *
 * `hashes` belong to version 1 of the format and never change: cases may be added, and a new format gets a new file.
 * `comparisons` change when alignment or the naming of edits does, on purpose.
 *
 * @param {typeof import('../../src/index.js')} root
 * @param {typeof import('../../src/sketch/index.js')} sketches
 * @param {readonly string[]} seeds the five seed texts
 * @param {{ texts: Record<string, string>, signatures: object[] }} stored signatures-v1.json
 */
export async function bytes(root, sketches, seeds, stored) {
  const { compare, dedupe } = root
  const { sketch, sketchBy, sketchTokens, compact, merge, estimate, fracSketch, containment } = sketches
  const { fromBase64, toBase64, toBytes, toLeanMinHash, countTokens } = sketches
  const [page, article] = seeds
  const words = article.split(/[，。、]/)

  for (const { base64, ...record } of stored.signatures) {
    const text = stored.texts[record.text] ?? seeds[Number(record.text)]
    for (const signature of [fromBase64(base64), signatureOf(sketches, record, text)]) {
      if (toBase64(signature) !== base64) throw new Error(`another signature: ${JSON.stringify(record)}`)
    }
  }

  const hashes = {}
  const note = async (name, ...answers) => (hashes[name] = await sha256(answers))
  const comparisons = {}
  const told = async (name, ...answers) => (comparisons[name] = await sha256(answers))

  for (const [i, text] of seeds.entries()) {
    const full = sketch(text)
    await note(
      `seed ${i}, signatures`,
      toBytes(full),
      ...[32, 16, 8].map((bits) => toBytes(compact(full, bits))),
    )
    await note(`seed ${i}, other options`, toBytes(sketch(text, { k: 1000, seed: 7, script: false })))
    await note(`seed ${i}, kept set`, toBytes(sketch(text, { k: 32767 })))
    await note(`seed ${i}, other shingles`, ...RULES.map((rule) => toBytes(sketchBy(rule, text))))
    await note(
      `seed ${i}, samples`,
      fracSketch(text).hashes,
      fracSketch(text, { rate: 1, script: false }).hashes,
    )
  }
  for (const scheme of SCHEMES) {
    const signature = sketchTokens(words, { scheme })
    await note(
      `tokens, ${scheme}`,
      toBytes(signature),
      toBytes(merge(signature, sketchTokens(['另一个'], { scheme }))),
    )
    if (!scheme.startsWith('datasketch')) continue
    await note(
      `tokens, ${scheme}, lean`,
      toLeanMinHash(signature, 'packed'),
      toLeanMinHash(signature, 'native'),
    )
    await note(`tokens, ${scheme}, count`, countTokens(signature))
  }
  const [a, b] = [sketch(page), sketch(article)]
  await note('merged signature', toBytes(merge(a, b)))

  for (let plane = 0; plane <= 16; plane++) {
    const folded = []
    for (let first = plane << 16; first < (plane + 1) << 16; first += BLOCK) {
      const text = everyCharacter(first)
      folded.push(
        toBytes(sketch(text)),
        toBytes(sketchBy('word-1', text)),
        fracSketch(text, { rate: 1 }).hashes,
      )
    }
    await note(`characters of plane ${plane}`, ...folded)
  }

  await told(
    'estimates',
    estimate(a, b),
    ...[32, 16, 8].map((bits) => estimate(compact(a, bits), compact(b, bits))),
  )
  await told('containment', containment(fracSketch(page), fracSketch(article)))

  await told('page and article', compare(page, article))
  await told('page and article, with layout', compare(page, article, { layout: true }))
  await told('unrelated', compare(seeds[2], seeds[3]))
  for (const [i, text] of seeds.entries()) await told(`seed ${i} with errors`, compare(text, garbled(text)))
  const verdicts = []
  const documents = [...seeds, garbled(article)].map((text, id) => ({ id, text }))
  for await (const { document, ...verdict } of dedupe(documents)) verdicts.push([document.id, verdict])
  await told('verdicts', ...verdicts)
  return { hashes, comparisons }
}

const RULES = ['char-2', 'char-5', 'char-64', 'word-1', 'word-3', 'word-16']
const SCHEMES = ['fss', 'datasketch-affine32', 'datasketch-affine64', 'datasketch-legacy', 'minhash-npm']

/** Characters per text of the sweep. */
const BLOCK = 4096

/** Each character of a block behind a letter, before one, and on its own between digits; lone surrogates are among them. */
function everyCharacter(first) {
  let text = ''
  for (let codePoint = first; codePoint < first + BLOCK; codePoint++) {
    const character = String.fromCodePoint(codePoint)
    text += `e${character}a ${character}1\n`
  }
  return text
}

/** The text with one character in 97 gone, one in 61 another, one in 53 doubled. */
function garbled(text) {
  return [...text]
    .map((character, i) => {
      if (i % 97 === 96) return ''
      if (i % 61 === 60) return '口'
      return i % 53 === 52 ? character + character : character
    })
    .join('')
}

/** SHA-256 of answers in hexadecimal: of bytes as they are, of everything else as JSON. */
async function sha256(answers) {
  const parts = answers.map((answer) => {
    if (answer instanceof Uint8Array) return answer
    const plain = answer instanceof Float64Array ? Array.from(answer) : answer
    return new TextEncoder().encode(JSON.stringify(plain))
  })
  const whole = await new Blob(parts).arrayBuffer()
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', whole))
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
