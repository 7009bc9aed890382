/** `offprint/align`: where two texts agree, in folded units, without verdicts and names. */
export { fold, foldToString, type FoldedText, type FoldOptions } from '../text/fold.js'
export { foldKeeping, type KeepOptions } from '../text/fold-keeping.js'
export { align, type AlignOptions } from './align.js'
export type { ConfusableUnits } from './gap-costs.js'
export type { AlignedStretch, Alignment, FoldedRange, Passage } from './passage.js'
export { present } from './present.js'
export { passageEdits, type PassageEdits } from './edits.js'
export type { Edit, SourceRange } from './edit.js'
