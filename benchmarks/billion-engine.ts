import { relateSettings } from '../src/compare/relation.js'
import { batch } from '../src/dedupe/batch.js'
import { removeSettings } from '../src/dedupe/removal-policy.js'
import { dedupeSettings } from '../src/dedupe/settings.js'
import { duckDbEngine } from '../src/engine/duckdb-batch.node.js'
import { DuckDbTables, type WorkStage } from '../src/engine/duckdb.node.js'
import type { LineWork } from '../src/engine/lines.node.js'
import * as queries from '../src/engine/queries.js'
import type { Document } from './billion-parts.js'

// All that the paper on a billion documents takes of the engines.

export type Tables = DuckDbTables
export type Work = WorkStage

/** The SQL of the plan: `holders` of the table HELD, `postings` of `parts`, and `listed` of `postings` and `holders`. */
export const { holders, listed, postings } = queries

/** A verb in this process. */
export function verbOf({ here }: Work): LineWork {
  return here()
}

/** Decides a batch in DuckDB. @param over may put tables of its own before those of the engine. */
export async function decideIn(
  folder: string,
  documents: readonly Document[],
  over: (tables: Tables, folder: string) => Tables,
): Promise<void> {
  const engine = duckDbEngine(
    {
      folder,
      resumes: false,
      relate: relateSettings({}),
      remove: removeSettings({}),
      memory: 2e9,
      threads: 2,
      worker: null,
    },
    async (place, limits) => over(await DuckDbTables.open(place, limits), place),
  )
  const settings = dedupeSettings<Document, number>({ mode: 'batch' })
  try {
    for await (const verdict of batch(() => documents, settings, engine)) void verdict
  } finally {
    await engine.close()
  }
}
