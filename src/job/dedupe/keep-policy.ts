/** What `--keep` may name: which document of a cluster stays. */
export const KEEP_POLICIES = ['first', 'longest', 'newest', 'cleanest', 'preferred'] as const

export type KeepPolicy = (typeof KEEP_POLICIES)[number]
