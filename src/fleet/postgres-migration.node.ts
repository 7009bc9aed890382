import type { PoolClient } from 'pg'
import { OffprintError } from '../kernel/errors.js'
import type { Server } from './postgres-connection.node.js'
import { versionError } from './postgres-errors.js'
import { MIGRATIONS, SCHEMA_VERSION } from './postgres-schema.js'
import type { PostgresAddress } from './postgres-url.js'
import { literal, lockOf, quoted } from './sql-names.js'

/** Makes the store if it is new, and brings an older one to this version. Of several who do so one does, and the others wait. */
export async function prepareStore(server: Server, address: PostgresAddress): Promise<void> {
  const { label } = address
  const schema = quoted(address.schema)
  const look = `SELECT current_setting('fsync') AS fsync, to_regclass(${literal(`${schema}.store`)}) IS NOT NULL AS made`
  const [{ fsync, made }] = await server.ask<{ fsync: string; made: boolean }>('look', look, [], true)
  if (fsync === 'off') {
    throw new OffprintError(
      'ERR_STORE',
      `the store ${label} is on a server with fsync = off, which loses what it acknowledged; turn it on`,
    )
  }
  const readVersion = `SELECT version FROM ${schema}.store`
  let held = made
    ? Number((await server.ask<{ version: number }>('version', readVersion, [], true))[0]?.version ?? 0)
    : 0
  if (held < SCHEMA_VERSION) held = await server.transaction((client) => migrate(client, address.schema))
  if (held > SCHEMA_VERSION) throw versionError(label, held)
}

/**
 * Takes the steps that a schema has not taken yet, within a transaction of the client.
 * @param to the version to bring it to.
 * @returns its version.
 */
export async function migrate(client: PoolClient, name: string, to = SCHEMA_VERSION): Promise<number> {
  const schema = quoted(name)
  await client.query(`SELECT ${lockOf(schema)}`)
  // Whoever may not make schemas may use one that is there: CREATE … IF NOT EXISTS asks for the right first.
  const { rows } = await client.query<{ named: boolean; made: boolean }>(
    `SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = ${literal(name)}) AS named,
      to_regclass(${literal(`${schema}.store`)}) IS NOT NULL AS made`,
  )
  if (!rows[0].named) await client.query(`CREATE SCHEMA ${schema}`)
  if (!rows[0].made) {
    await client.query(
      `CREATE TABLE ${schema}.store (only_row bool PRIMARY KEY DEFAULT true CHECK (only_row), version int NOT NULL);
      INSERT INTO ${schema}.store (version) VALUES (0)`,
    )
  }
  const found = await client.query<{ version: number }>(`SELECT version FROM ${schema}.store`)
  const version = Number(found.rows[0].version)
  if (version >= to) return version
  for (const step of MIGRATIONS.slice(version, to)) await client.query(step(schema))
  await client.query(`UPDATE ${schema}.store SET version = ${to}`)
  return to
}
