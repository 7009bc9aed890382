import { KNOWN_IN } from './claim-store.js'
import { COUNT_STEP, MOST_LISTED, POSTING_BYTES } from './posting-list.js'
import { lockOf, literal } from './sql-names.js'

/** SQLSTATE of a schema that another version has migrated meanwhile. */
export const OTHER_VERSION = 'OFV01'
/** SQLSTATE of a transaction that would not see what earlier claims entered. */
export const OTHER_ISOLATION = 'OFI01'

/** Bytes of a ticket in a posting. */
const TICKET = 6

/**
 * The functions of a store. Each writes in one transaction under the lock of the store, and each statement in it sees what all
 * earlier holders of the lock wrote: READ COMMITTED takes a new snapshot for each statement of a function.
 *
 * Arrays of numbers are read by subscript, which costs the same at each place; arrays of bytes are unnested, because their
 * elements have no fixed place. No statement is made for one key: 100 documents have some 8,000.
 * @param schema the name of the schema, quoted.
 */
export function functionsOf(schema: string): string {
  return [begin, claim, without, leave, commit, forget].map((make) => make(schema)).join('\n')
}

/** Takes the lock, sees to durability, and returns the tally. */
const begin = (schema: string) => `
CREATE FUNCTION ${schema}.begin_write(expected int) RETURNS ${schema}.store LANGUAGE plpgsql AS $$
DECLARE tally ${schema}.store;
BEGIN
  IF current_setting('transaction_isolation') <> 'read committed' THEN
    RAISE EXCEPTION 'a claim needs a transaction that is read committed' USING ERRCODE = ${literal(OTHER_ISOLATION)};
  END IF;
  IF current_setting('synchronous_commit') = 'off' THEN
    PERFORM set_config('synchronous_commit', 'on', true);
  END IF;
  PERFORM ${lockOf(schema)};
  SELECT * INTO STRICT tally FROM ${schema}.store;
  IF tally.version <> expected THEN
    RAISE EXCEPTION 'schema version %', tally.version USING ERRCODE = ${literal(OTHER_VERSION)}, DETAIL = tally.version::text;
  END IF;
  RETURN tally;
END $$;`

/**
 * Claims documents whose ids differ. Their keys come once, and entries name a document, a key and a place; an entry is that of
 * a digest where its key is that of the document. The document at n takes the ticket base + n; the number of one that is held is
 * not used.
 * Returns base, the documents held before, who is held (n, ticket, digest: 4 + 8 + 8 bytes each) and the lists as they were
 * (key, bytes of postings, holders: 4 bytes each, then the postings).
 */
const claim = (schema: string) => `
CREATE FUNCTION ${schema}.claim(
  expected int, ids bytea[], ats float8[], features bytea[], texts bytea[], kept int[], digest_keys int[],
  keys bigint[], entry_documents int[], entry_keys int[], entry_places int[], word_documents int[], word_keys bigint[],
  OUT base bigint, OUT documents bigint, OUT held bytea, OUT lists bytea
) LANGUAGE plpgsql AS $$
DECLARE
  tally ${schema}.store := ${schema}.begin_write(expected);
  many int := cardinality(ids);
  is_new bool[];
  is_held bool[];
  enters int[];
  added int;
  added_pending int;
BEGIN
  base := tally.next - 1;
  documents := tally.documents;
  SELECT string_agg(int4send(u.n::int) || int8send(d.ticket) || int8send(d.digest), ''::bytea ORDER BY u.n)
      FILTER (WHERE d.ticket IS NOT NULL),
    array_agg(d.ticket IS NULL ORDER BY u.n)
  INTO held, is_new
  FROM unnest(ids) WITH ORDINALITY u(id, n) LEFT JOIN ${schema}.document d ON sha256(d.id) = sha256(u.id);
  SELECT string_agg(
      int4send(u.n::int) || int4send(length(l.postings)) || substr(int8send(l.holders), 5) || l.postings, ''::bytea
    ) FILTER (WHERE l.key IS NOT NULL),
    array_agg(l.key IS NOT NULL ORDER BY u.n)
  INTO lists, is_held
  FROM unnest(keys) WITH ORDINALITY u(key, n) LEFT JOIN ${schema}.list l ON l.key = u.key;

  INSERT INTO ${schema}.document (ticket, id, at, digest, features, state, claimed_at)
  SELECT base + u.n, u.id, u.at, keys[digest_keys[u.n]], u.features,
    CASE WHEN kept[u.n] = 1 THEN 'k' ELSE 'p' END, clock_timestamp()
  FROM ROWS FROM (unnest(ids), unnest(ats), unnest(features)) WITH ORDINALITY u(id, at, features, n)
  WHERE is_new[u.n];
  INSERT INTO ${schema}.text (ticket, text)
  SELECT base + u.n, u.text FROM unnest(texts) WITH ORDINALITY u(text, n) WHERE is_new[u.n];

  -- Of equal texts the first enters all its keys, the others enter their digest.
  SELECT array_agg(CASE WHEN NOT u.fresh THEN 0 WHEN u.turn = 1 AND NOT is_held[u.key] THEN 2 ELSE 1 END ORDER BY u.n),
    count(*) FILTER (WHERE u.fresh), count(*) FILTER (WHERE u.fresh AND kept[u.n] = 0)
  INTO enters, added, added_pending
  FROM (
    SELECT n, is_new[n] fresh, digest_keys[n] AS key, row_number() OVER (PARTITION BY digest_keys[n], is_new[n] ORDER BY n) turn
    FROM generate_series(1, many) n
  ) u;

  WITH entered AS MATERIALIZED (
    SELECT u.key, base + u.document AS ticket, u.place, u.n
    FROM ROWS FROM (unnest(entry_documents), unnest(entry_keys), unnest(entry_places)) WITH ORDINALITY u(document, key, place, n)
    WHERE enters[u.document] = 2 OR (enters[u.document] = 1 AND u.key = digest_keys[u.document])
  ), made AS (
    INSERT INTO ${schema}.list (key, holders, postings)
    SELECT keys[g.key], least(g.many, ${MOST_LISTED}) + ${COUNT_STEP} * g.counted, g.postings
    FROM (
      SELECT e.key, count(*) AS many,
        count(*) FILTER (WHERE e.seat >= ${MOST_LISTED} AND e.ticket % ${COUNT_STEP} = 0) AS counted,
        string_agg(substr(int8send(e.ticket), 3) || int4send(e.place), ''::bytea ORDER BY e.seat)
          FILTER (WHERE e.seat < ${MOST_LISTED}) AS postings
      FROM (
        SELECT key, ticket, place, row_number() OVER (PARTITION BY key ORDER BY n) - 1 AS seat
        FROM entered WHERE NOT is_held[key]
      ) e
      GROUP BY e.key
    ) g
    ORDER BY 1
  )
  UPDATE ${schema}.list l SET holders = g.holders, postings = g.postings
  FROM (
    SELECT e.key,
      e.before + count(*) FILTER (WHERE e.seat < ${MOST_LISTED})
        + ${COUNT_STEP} * count(*) FILTER (WHERE e.seat >= ${MOST_LISTED} AND e.ticket % ${COUNT_STEP} = 0) AS holders,
      e.old || coalesce(string_agg(substr(int8send(e.ticket), 3) || int4send(e.place), ''::bytea ORDER BY e.seat)
        FILTER (WHERE e.seat < ${MOST_LISTED}), ''::bytea) AS postings
    FROM (
      SELECT o.key, o.holders AS before, o.postings AS old, entered.ticket, entered.place,
        length(o.postings) / ${POSTING_BYTES} + row_number() OVER (PARTITION BY entered.key ORDER BY entered.n) - 1 AS seat
      FROM entered JOIN ${schema}.list o ON o.key = keys[entered.key]
      WHERE is_held[entered.key]
    ) e
    GROUP BY e.key, e.before, e.old
    HAVING bool_or(e.seat < ${MOST_LISTED} OR e.ticket % ${COUNT_STEP} = 0)
  ) g
  WHERE l.key = g.key;

  PERFORM ${schema}.count_words(word_documents, word_keys, is_new);
  UPDATE ${schema}.store s
  SET next = s.next + many, documents = s.documents + added, pending = s.pending + added_pending;
END $$;

CREATE FUNCTION ${schema}.count_words(word_documents int[], word_keys bigint[], counts bool[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  IF cardinality(word_keys) = 0 THEN RETURN; END IF;
  INSERT INTO ${schema}.word AS w (key, documents)
  SELECT g.key, least(g.many, ${KNOWN_IN})
  FROM (
    SELECT u.key, count(*) AS many
    FROM ROWS FROM (unnest(word_documents), unnest(word_keys)) u(document, key)
    WHERE counts[u.document] GROUP BY u.key
  ) g
  LEFT JOIN ${schema}.word o ON o.key = g.key
  WHERE o.documents IS NULL OR o.documents < ${KNOWN_IN}
  ORDER BY 1
  ON CONFLICT (key) DO UPDATE SET documents = least(w.documents + excluded.documents, ${KNOWN_IN});
END $$;`

/** A list without the postings of a ticket, or with those of its heir in their place. */
const without = (schema: string) => `
CREATE FUNCTION ${schema}.without(postings bytea, ticket bytea, heir bytea) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(string_agg(
    CASE WHEN substr(postings, at, ${TICKET}) = ticket THEN heir || substr(postings, at + ${TICKET}, ${POSTING_BYTES - TICKET})
    ELSE substr(postings, at, ${POSTING_BYTES}) END, ''::bytea ORDER BY at), ''::bytea)
  FROM generate_series(1, length(postings), ${POSTING_BYTES}) at
  WHERE heir IS NOT NULL OR substr(postings, at, ${TICKET}) <> ticket
$$;`

/** Takes a document out of all lists; the first key is its digest. The oldest document of the same text is its heir. */
const leave = (schema: string) => `
CREATE FUNCTION ${schema}.leave(leaver bigint, keys bigint[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  own bytea := substr(int8send(leaver), 3);
  taker bytea;
BEGIN
  SELECT substr(l.postings, at, ${TICKET}) INTO taker
  FROM ${schema}.list l, generate_series(1, length(l.postings), ${POSTING_BYTES}) at
  WHERE l.key = keys[1] AND substr(l.postings, at, ${TICKET}) <> own
  ORDER BY at LIMIT 1;
  WITH held AS MATERIALIZED (
    SELECT l.key, l.holders, l.postings, g.many,
      CASE WHEN l.key <> keys[1] THEN taker END AS heir,
      (SELECT count(*) FROM generate_series(1, length(l.postings), ${POSTING_BYTES}) at
        WHERE substr(l.postings, at, ${TICKET}) = own) AS own_postings
    FROM (SELECT key, count(*) AS many FROM unnest(keys) key GROUP BY key) g JOIN ${schema}.list l ON l.key = g.key
  ), changed AS MATERIALIZED (
    SELECT key,
      CASE WHEN own_postings > 0 THEN ${schema}.without(postings, own, heir) ELSE postings END AS postings,
      CASE WHEN own_postings = 0 THEN greatest(holders - ${COUNT_STEP} * many, length(postings) / ${POSTING_BYTES})
        WHEN heir IS NULL THEN greatest(holders, length(postings) / ${POSTING_BYTES}) - own_postings
        ELSE holders END AS holders
    FROM held
    WHERE own_postings > 0
      OR (heir IS NULL AND leaver % ${COUNT_STEP} = 0 AND holders > length(postings) / ${POSTING_BYTES})
  ), gone AS (
    DELETE FROM ${schema}.list l USING changed c WHERE l.key = c.key AND length(c.postings) = 0
  )
  UPDATE ${schema}.list l SET holders = c.holders, postings = c.postings
  FROM changed c WHERE l.key = c.key AND length(c.postings) > 0;
END $$;`

/**
 * Ends claims. The keeper is null for what is kept; the keys of the commit at n are those from first_keys[n], last_keys[n] the
 * last. Returns the state and the keeper of each.
 */
const commit = (schema: string) => `
CREATE FUNCTION ${schema}.commit(
  expected int, tickets bigint[], keepers bigint[], keys bigint[], first_keys int[], last_keys int[],
  word_documents int[], word_keys bigint[]
) RETURNS TABLE (state "char", keeper bigint) LANGUAGE plpgsql AS $$
DECLARE
  settles bool[];
  kept int;
  gone int := 0;
  n int;
BEGIN
  PERFORM ${schema}.begin_write(expected);
  -- Of several outcomes of one ticket in one call the first one holds, too.
  SELECT array_agg(coalesce(d.state = 'p' AND u.turn = 1, false) ORDER BY u.n) INTO settles
  FROM (
    SELECT i AS n, tickets[i] AS ticket, row_number() OVER (PARTITION BY tickets[i] ORDER BY i) AS turn
    FROM generate_subscripts(tickets, 1) i
  ) u LEFT JOIN ${schema}.document d ON d.ticket = u.ticket;
  UPDATE ${schema}.document d SET state = CASE WHEN keepers[i] IS NULL THEN 'k' ELSE 'r' END, keeper = keepers[i]
  FROM generate_subscripts(tickets, 1) i WHERE settles[i] AND d.ticket = tickets[i];
  FOR n IN 1 .. cardinality(tickets) LOOP
    CONTINUE WHEN NOT settles[n] OR keepers[n] IS NULL;
    gone := gone + 1;
    PERFORM ${schema}.leave(tickets[n], keys[first_keys[n] : last_keys[n]]);
  END LOOP;
  DELETE FROM ${schema}.text t USING generate_subscripts(tickets, 1) i
  WHERE settles[i] AND keepers[i] IS NOT NULL AND t.ticket = tickets[i];
  PERFORM ${schema}.count_words(word_documents, word_keys, settles);
  kept := (SELECT count(*) FROM unnest(settles) s WHERE s) - gone;
  UPDATE ${schema}.store s
  SET documents = s.documents - gone, pending = s.pending - gone - kept, removed = s.removed + gone
  WHERE gone + kept > 0;
  RETURN QUERY SELECT d.state, d.keeper
  FROM generate_subscripts(tickets, 1) i LEFT JOIN ${schema}.document d ON d.ticket = tickets[i] ORDER BY i;
END $$;`

/** Forgets tickets, and returns of each whether something was known of it. */
const forget = (schema: string) => `
CREATE FUNCTION ${schema}.forget(expected int, tickets bigint[], keys bigint[], first_keys int[], last_keys int[]) RETURNS bool[]
LANGUAGE plpgsql AS $$
DECLARE
  known bool[] := '{}';
  was "char";
  alive int := 0;
  waiting int := 0;
  gone int := 0;
  n int;
BEGIN
  PERFORM ${schema}.begin_write(expected);
  FOR n IN 1 .. cardinality(tickets) LOOP
    DELETE FROM ${schema}.document d WHERE d.ticket = tickets[n] RETURNING d.state INTO was;
    known := known || (was IS NOT NULL);
    CONTINUE WHEN was IS NULL;
    IF was = 'r' THEN
      gone := gone + 1;
    ELSE
      alive := alive + 1;
      IF was = 'p' THEN waiting := waiting + 1; END IF;
      PERFORM ${schema}.leave(tickets[n], keys[first_keys[n] : last_keys[n]]);
    END IF;
  END LOOP;
  DELETE FROM ${schema}.text t USING unnest(tickets) u(ticket) WHERE t.ticket = u.ticket;
  UPDATE ${schema}.store s
  SET documents = s.documents - alive, pending = s.pending - waiting, removed = s.removed - gone
  WHERE alive + gone > 0;
  RETURN known;
END $$;`
