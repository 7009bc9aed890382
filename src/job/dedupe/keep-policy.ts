/** What `--keep` may name: which document of a cluster stays. */
export const KEEP_POLICIES = ['first', 'longest', 'newest', 'cleanest', 'preferred'] as const

/** One of them. */
export type KeepPolicy = (typeof KEEP_POLICIES)[number]
