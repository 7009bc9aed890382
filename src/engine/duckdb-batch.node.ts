import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { BatchEngine, EngineBatch } from '../dedupe/batch-engine.js'
import { OffprintError } from '../kernel/errors.js'
import { container } from './contain.js'
import { DuckDbTables, type DuckDbLimits } from './duckdb.node.js'
import { DUCKDB } from './dialect.js'
import {
  ANSWERS,
  decisionOf,
  documentRows,
  lexiconFile,
  prepareFolder,
  verifyArguments,
  type TablesOptions,
} from './given-batch.node.js'
import { lexiconOf } from './lexicon-lines.js'
import type { LineWork } from './lines.node.js'
import { rank } from './rank.js'
import { settler } from './settle.js'
import { sign } from './sign.js'
import { batchSteps, filled, type Counters, type Step, type Verb, type Work } from './steps.js'
import { verifier } from './verify.js'

/**
 * The share of the memory of DuckDB that the lines of one pass may take, by the weights of a step: strings that are joined it does not
 * spill, and a sort of 1.1 GB of lines did not fit into 950 MB.
 */
const PASS_SHARE = 1 / 4

/**
 * Decides batches in DuckDB, on one machine.
 * @param open opens the tables; a benchmark may put its own before them.
 */
export function duckDbEngine(
  given: TablesOptions & DuckDbLimits,
  open: typeof DuckDbTables.open = DuckDbTables.open,
): BatchEngine {
  // Workers run in folders of their own.
  const options = { ...given, folder: path.resolve(given.folder) }
  let tables: DuckDbTables | undefined
  return {
    async decide(batch) {
      prepareFolder(options, batch)
      const opened = (tables = await open(options.folder, options))
      await runSteps(batchSteps(DUCKDB), { tables: opened, options, batch }, {})
      return decisionOf(batch, (name) => opened.rows(ANSWERS[name], name))
    },
    async close() {
      await tables?.close()
    },
  }
}

interface Run {
  readonly tables: DuckDbTables
  readonly options: TablesOptions & Pick<DuckDbLimits, 'memory' | 'pass'>
  readonly batch: EngineBatch
}

/** Takes steps one after the other. @param given the numbers of the repetitions around them. */
async function runSteps(steps: readonly Step[], run: Run, given: Counters): Promise<void> {
  const { tables, batch } = run
  let counters = given
  const fill = (text: string) => filled(text, counters)
  for (const step of steps) {
    batch.signal?.throwIfAborted()
    switch (step.kind) {
      case 'given':
        await tables.fill(step.name, step.columns, () => documentRows(batch))
        break
      case 'file':
        // The lexicon was handed over.
        break
      case 'drop':
        for (const name of step.names) await tables.drop(name)
        break
      case 'make': {
        const name = fill(step.name)
        const query = fill(step.query)
        const expected = step.rows
        const check =
          expected === undefined
            ? undefined
            : rowsCheck(tables, name, [`SELECT count(*) FROM ${name}`, fill(expected)])
        if (step.until === undefined) await tables.make(name, query, check)
        else if (!tables.has(fill(step.until))) await tables.hold(name, query)
        break
      }
      case 'work':
        await work(step, run, fill)
        break
      case 'repeat':
        for (let number = step.from; ; number++) {
          counters = { ...counters, [step.counter]: number }
          if ((await tables.number(fill(step.while), `${step.counter} ${number}`)) === 0) break
          await runSteps(step.steps, run, counters)
        }
        break
    }
  }
}

/** A stage that the worker does. */
async function work(
  step: Work,
  { tables, options, batch }: Run,
  fill: (text: string) => string,
): Promise<void> {
  const name = fill(step.name)
  const isNew = !tables.has(name)
  const { count } = batch.documents
  await tables.work({
    name,
    argv: [
      step.verb,
      ...(step.verb === 'verify' ? verifyArguments(options, lexiconFile(options.folder)) : []),
    ],
    columns: step.columns,
    queries: isNew ? await passesOf(step, { tables, options, batch }, fill) : [],
    together: step.together,
    here: () => workHere(step.verb, options),
    check: step.rows && rowsCheck(tables, name, [fill(step.rows[0]), fill(step.rows[1])]),
    onProgress: (rows) => batch.onProgress(Math.min(count, rows)),
  })
}

/** The query of a step, once for each range of askers. */
async function passesOf(
  step: Work,
  { tables, options }: Run,
  fill: (text: string) => string,
): Promise<string[]> {
  const query = fill(step.query)
  if (step.weights === undefined) return [query]
  const limit = options.pass ?? Math.floor(options.memory * PASS_SHARE)
  const ranges = `SELECT min(seq), max(seq) FROM (
  SELECT seq, floor((sum(bytes) OVER (ORDER BY seq) - bytes) / ${limit}) AS part FROM (${fill(step.weights)}) w
) p GROUP BY part ORDER BY part`
  const passes: string[] = []
  for await (const [first, last] of tables.rows(ranges, fill(step.name))) {
    passes.push(query.replaceAll('{from}', String(first)).replaceAll('{to}', String(Number(last) + 1)))
  }
  return passes
}

/** A verb of the worker in this process. */
function workHere(verb: Verb, { folder, relate, remove }: TablesOptions): LineWork {
  const end = () => ''
  switch (verb) {
    case 'sign':
      return { line: sign, end }
    case 'rank':
      return { line: rank, end }
    case 'contain':
      return container()
    case 'settle':
      return { line: settler(), end }
    case 'verify': {
      const lexicon = lexiconOf(readFileSync(lexiconFile(folder), 'latin1'))
      return { line: verifier({ relate, remove, known: (word) => lexicon.knowsWord(word) }), end }
    }
    default:
      throw new OffprintError('ERR_STORE', `the plan of DuckDB has no stage of worker ${verb}`)
  }
}

/** Rows in are rows out, or the job ends. The check throws OffprintError `ERR_STORE`. */
function rowsCheck(
  tables: DuckDbTables,
  name: string,
  rows: readonly [found: string, expected: string],
): () => Promise<void> {
  return async () => {
    const found = await tables.number(rows[0], name)
    const expected = await tables.number(rows[1], name)
    if (found === expected) return
    throw new OffprintError('ERR_STORE', `the stage ${name} has ${found} rows instead of ${expected}`)
  }
}
