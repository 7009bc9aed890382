/** `offprint/sketch`: signatures and estimates, without alignment. */
export { estimate, sketch, type Estimate, type Signature, type SketchOptions } from './signature.js'
export { OffprintError, type ErrorCode } from '../kernel/errors.js'
