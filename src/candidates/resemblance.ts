import { requireNumber } from '../kernel/errors.js'
import type { Estimate } from '../sketch/estimate.js'

/** What is asked of a search by estimate. */
export interface ResemblanceOptions {
  /** Jaccard similarity from which texts match. Default 0.7. */
  readonly threshold?: number | undefined
  /** Probability with which a pair of just that similarity is found. Default 0.95. */
  readonly recall?: number | undefined
}

const DEFAULT_THRESHOLD = 0.7
const DEFAULT_RECALL = 0.95
/** An estimate this many standard errors below the threshold is no match: one true pair in 700 falls below. */
const BELOW_THRESHOLD = 3

/** Fills in defaults. @throws OffprintError `ERR_ARGUMENT` for impossible options. */
export function resemblanceSettings(options: ResemblanceOptions): { threshold: number; recall: number } {
  const { threshold = DEFAULT_THRESHOLD, recall = DEFAULT_RECALL } = options
  requireNumber('options.threshold', threshold, 0.05, 1)
  requireNumber('options.recall', recall, 0.01, 0.9999)
  return { threshold, recall }
}

/** Whether a pair of this estimate may well have the similarity of the threshold. */
export function reachesThreshold({ jaccard, error }: Estimate, threshold: number): boolean {
  return jaccard >= threshold - BELOW_THRESHOLD * error
}
