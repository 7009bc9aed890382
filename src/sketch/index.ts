/** `offprint/sketch`: signatures and estimates, without alignment. */
export { OffprintError, type ErrorCode } from '../kernel/errors.js'
export type { CompatScheme } from './compat/schemes.js'
export type { LeanLayout } from './compat/lean-bytes.js'
export { sketchBy } from './by-rule.js'
export { parseShingleRule, shingleRuleName, type ShingleRule } from '../shingles/rule.js'
export { compact, estimate, merge, type Estimate } from './estimate.js'
export { containment, fracSketch, type FracEstimate, type FracOptions, type FracSketch } from './frac.js'
export { countTokens, fromLeanMinHash, toLeanMinHash } from './compat/lean-minhash.js'
export type { Bytes } from '../kernel/bytes.js'
export type { Slots } from './fss.js'
export {
  sketch,
  sketchTokens,
  type FullSignature,
  type PlainSlots,
  type Scheme,
  type Signature,
  type SketchOptions,
  type TokenOptions,
} from './signature.js'
export { describeBytes, fromBase64, fromBytes, toBase64, toBytes, type SignatureHeader } from './wire.js'
