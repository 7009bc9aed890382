import { existsSync } from 'node:fs'
import path from 'node:path'
import { OffprintError } from '../kernel/errors.js'

/** The folder of Spark that SPARK_HOME names. @throws OffprintError `ERR_PACKAGE` where it has no `bin/spark-sql`. */
export function sparkHome(home = process.env.SPARK_HOME): string {
  if (home !== undefined && home !== '' && existsSync(path.join(home, 'bin', 'spark-sql'))) return home
  const what =
    home === undefined || home === ''
      ? 'SPARK_HOME names no folder of Spark'
      : `there is no bin/spark-sql in ${home}, which SPARK_HOME names`
  throw new OffprintError(
    'ERR_PACKAGE',
    `${what}; install Apache Spark 4 (pip install pyspark==4.0.1) and set SPARK_HOME to its folder`,
  )
}
