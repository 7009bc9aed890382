import { functionsOf } from './postgres-functions.js'

/**
 * What the steps of a store's schema do, oldest first. The version of a schema is the number of steps it has taken; a step that
 * was released is never changed, a later one mends it.
 * @param schema the name of the schema, quoted.
 */
export const MIGRATIONS: readonly ((schema: string) => string)[] = [tablesOf, functionsOf]

/** The version that this code works with. */
export const SCHEMA_VERSION = MIGRATIONS.length

/**
 * - `list`: a posting list of one key, without its header, which is `holders`. PLAIN: compressing 640 bytes costs more than it
 *   saves, and a list must not leave its row. A tenth of a page stays free, so that a longer list finds room beside the old one
 *   and no index changes.
 * - `document`: what is known of a ticket; `keeper` is null while it is kept or pending. Ids may be longer than an index takes,
 *   their hashes are not. Times have an index: retention asks for the oldest.
 * - `text`: apart, so that an outcome does not write the text again.
 */
function tablesOf(schema: string): string {
  return `
CREATE TABLE ${schema}.list (
  key bigint PRIMARY KEY,
  holders bigint NOT NULL,
  postings bytea NOT NULL
) WITH (fillfactor = 90);
ALTER TABLE ${schema}.list ALTER COLUMN postings SET STORAGE PLAIN;
CREATE TABLE ${schema}.document (
  ticket bigint PRIMARY KEY,
  id bytea NOT NULL,
  at double precision,
  digest bigint NOT NULL,
  features bytea NOT NULL,
  state "char" NOT NULL,
  keeper bigint,
  claimed_at timestamptz NOT NULL
) WITH (fillfactor = 80);
CREATE UNIQUE INDEX document_id ON ${schema}.document (sha256(id));
CREATE INDEX document_at ON ${schema}.document (at, ticket) WHERE at IS NOT NULL;
CREATE TABLE ${schema}.text (ticket bigint PRIMARY KEY, text bytea NOT NULL);
CREATE TABLE ${schema}.word (key bigint PRIMARY KEY, documents smallint NOT NULL) WITH (fillfactor = 90);
ALTER TABLE ${schema}.store
  ADD settings text,
  ADD next bigint NOT NULL DEFAULT 1,
  ADD documents bigint NOT NULL DEFAULT 0,
  ADD pending bigint NOT NULL DEFAULT 0,
  ADD removed bigint NOT NULL DEFAULT 0;
`
}
