import { readFileSync } from 'node:fs'

/** The five seed texts: a newspaper page (0) that contains an article (1), and three unrelated pages. */
export const SEEDS: readonly string[] = [0, 1, 2, 3, 4].map((number) =>
  readFileSync(new URL(`../fixtures/seeds/texts/00${number}.txt`, import.meta.url), 'utf8'),
)
