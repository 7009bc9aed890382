import { relateSettings } from '../src/compare/relation.js'
import { batch } from '../src/dedupe/batch.js'
import { removeSettings } from '../src/dedupe/removal-policy.js'
import { dedupeSettings } from '../src/dedupe/settings.js'
import { engineOver } from '../src/engine/batch-rounds.node.js'
import type { BatchTables, WorkStage } from '../src/engine/batch-tables.js'
import { DuckDbTables } from '../src/engine/duckdb.node.js'
import * as plan from '../src/engine/plan.js'
import type { Document } from './billion-parts.js'

// All that the paper on a billion documents takes of the engines.

export type Tables = BatchTables
export type Work = WorkStage

/** The SQL of the plan: `holders` of the table HELD, `postings` of `parts`, and `listed` of `postings` and `holders`. */
export const holders = plan.holders
export const postings = plan.postings
export const listed = (): string => plan.listed('holders')

/** A verb in this process. */
export function verbOf({ here }: Work): { line(line: string): string; end(): string } {
  return { line: here(), end: () => '' }
}

/** Decides a batch in DuckDB. @param over may put tables of its own before those of the engine. */
export async function decideIn(
  folder: string,
  documents: readonly Document[],
  over: (tables: Tables, folder: string) => Tables,
): Promise<void> {
  const engine = engineOver({
    folder,
    resumes: false,
    relate: relateSettings({}),
    remove: removeSettings({}),
    open: async (place) =>
      over(await DuckDbTables.open(place, { memory: 2e9, threads: 2, worker: null }), place),
  })
  const settings = dedupeSettings<Document, number>({ mode: 'batch' })
  try {
    for await (const verdict of batch(() => documents, settings, engine)) void verdict
  } finally {
    await engine.close()
  }
}
