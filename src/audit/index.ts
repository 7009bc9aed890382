/** `offprint/audit`: named differences of two texts. */
export { compare, type CompareOptions, type Comparison, type NamedEdit, type TextRange } from './compare.js'
export { EDIT_CLASSES, type Alike, type EditClass } from './classes.js'
export { lookAlike, shapeSimilarity } from './shape.js'
