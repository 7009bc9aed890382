/**
 * The signature that a record describes. Tokens of a text are its characters.
 * @param {typeof import('../../src/sketch/index.js')} library
 */
export function signatureOf({ sketch, sketchBy, sketchTokens, compact }, record, text) {
  const { scheme, shingles, k, seed, slotBits, script } = record
  if (shingles === 'tokens') return sketchTokens([...text], { scheme, k, seed })
  const options = { k, seed, script }
  const full = shingles === 'local-8' ? sketch(text, options) : sketchBy(shingles, text, options)
  return slotBits === 48 ? full : compact(full, slotBits)
}
