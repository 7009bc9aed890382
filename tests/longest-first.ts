import { BaseSequencer, type TestSpecification } from 'vitest/node'

/**
 * Files that take longer than 15 seconds and do not look it, being short: vitest goes by size where it has not run a file before. Last, such a
 * file keeps one core busy while the others have nothing left.
 */
const LONG = [
  'tests/benchmarks.test.ts',
  'tests/cli/resume.test.ts',
  'tests/engine/spark.test.ts',
  'tests/reports/pair.test.ts',
  'tests/engine/duckdb.test.ts',
  'tests/reports/dedupe.test.ts',
  'tests/candidates/chance.test.ts',
  'tests/fleet/postgres-store.test.ts',
  'tests/fleet/redis-store.test.ts',
  'tests/text/fold.test.ts',
  'tests/dedupe/memory.test.ts',
  'tests/fleet/postgres-failures.test.ts',
  'tests/reports/playground.test.ts',
]

/** Begins with the files that take longest, of whatever project. */
export default class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const at = LONG.findIndex((file) => moduleId.endsWith(`/${file}`))
      return at === -1 ? LONG.length : at
    }
    const order = ({ project }: TestSpecification) => project.config.sequence.groupOrder
    const sorted = await super.sort(files)
    return sorted.sort((x, y) => order(x) - order(y) || rank(x) - rank(y))
  }
}
