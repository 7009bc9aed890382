/** The policies of `keep` that have a name: which document of a cluster is kept. See `DedupeOptions.keep`. */
export const KEEP_POLICIES = ['first', 'longest', 'newest', 'cleanest', 'preferred'] as const

/** One of them. */
export type KeepPolicy = (typeof KEEP_POLICIES)[number]
