import type pg from 'pg'

/** How large a population is, in whole numbers. */
export type Size = { readonly keys: number; readonly workspaces: number }

// Everything is drawn by hashing a row's number, so that the same size gives the same population whatever order it is made in.
const HELPERS = `
CREATE FUNCTION pg_temp.drawn(salt text, n bigint) RETURNS float8 LANGUAGE sql IMMUTABLE
RETURN (hashtextextended(salt, n) & 1073741823) / 1073741824.0;
CREATE FUNCTION pg_temp.uid(salt text, n bigint) RETURNS uuid LANGUAGE sql IMMUTABLE
RETURN md5(salt || n)::uuid;
CREATE FUNCTION pg_temp.v4(n float8, bits bigint) RETURNS inet LANGUAGE sql IMMUTABLE
RETURN network(set_masklen('0.0.0.0'::inet + floor(n * 4294967296)::bigint, bits::int))::inet;
-- An address from 16.0.0.0 to 191.255.255.255, where the special blocks are few.
CREATE FUNCTION pg_temp.public_v4(n float8, bits bigint) RETURNS inet LANGUAGE sql IMMUTABLE
RETURN pg_temp.v4((16 + 176 * n) / 256, bits);
CREATE FUNCTION pg_temp.hex(n float8) RETURNS text LANGUAGE sql IMMUTABLE
RETURN to_hex(floor((n - floor(n)) * 65536)::int);
CREATE FUNCTION pg_temp.v6(site float8, within float8, bits bigint) RETURNS inet LANGUAGE sql IMMUTABLE
RETURN network(set_masklen(('2600:' || pg_temp.hex(site) || ':' || pg_temp.hex(site * 65536) || ':' || pg_temp.hex(within) || '::'
  || pg_temp.hex(within * 65536))::inet, bits::int))::inet;
-- Few workspaces have many keys, and many have few.
CREATE FUNCTION pg_temp.workspace_of(n bigint, workspaces int) RETURNS bigint LANGUAGE sql IMMUTABLE
RETURN floor(workspaces * power(pg_temp.drawn('of', n), 2.5))::bigint;
`

/** Functions of this connection that the other statements draw with. */
export async function prepareDrawing(client: pg.Client): Promise<void> {
  await client.query(HELPERS)
}

/** Workspaces with three people each, every third one with named lists, every twentieth with a ceiling. */
export async function makeWorkspaces(client: pg.Client, { workspaces }: Size): Promise<void> {
  await client.query(
    `INSERT INTO workspace (id, name, created_at)
     SELECT pg_temp.uid('workspace', n), (ARRAY['Harbour', 'Lumen', 'Quarry', 'Saffron', 'Tundra', 'Vesper', 'Willow', 'Zephyr'])[1 + n % 8]
       || ' ' || (ARRAY['Labs', 'Freight', 'Health', 'Pay', 'Media', 'Energy'])[1 + n / 8 % 6] || ' ' || n,
       now() - pg_temp.drawn('age', n) * interval '900 days'
     FROM generate_series(0, $1::bigint - 1) AS n`,
    [workspaces],
  )
  await client.query(
    `INSERT INTO user_account (id, email, name, password_hash, disabled_at)
     SELECT pg_temp.uid('person', n), 'person-' || n || '@workspace-' || n / 3 || '.example', 'Person ' || n, 'none', now()
     FROM generate_series(0, 3 * $1::bigint - 1) AS n`,
    [workspaces],
  )
  await client.query(
    `INSERT INTO membership (workspace_id, user_id, role)
     SELECT pg_temp.uid('workspace', n / 3), pg_temp.uid('person', n), (ARRAY['owner', 'admin', 'member'])[1 + n % 3]::role
     FROM generate_series(0, 3 * $1::bigint - 1) AS n`,
    [workspaces],
  )
  await makeLists(client, workspaces)
}

async function makeLists(client: pg.Client, workspaces: number): Promise<void> {
  await client.query(
    `INSERT INTO network_list (id, workspace_id, kind, name, access_mode)
     SELECT pg_temp.uid('list', n), pg_temp.uid('workspace', n), 'shared'::list_kind, 'Production egress', 'enforce'::access_mode
     FROM generate_series(0, $1::bigint - 1, 3) AS n
     UNION ALL
     SELECT pg_temp.uid('ceiling', n), pg_temp.uid('workspace', n), 'ceiling'::list_kind, 'Ceiling', 'enforce'::access_mode
     FROM generate_series(0, $1::bigint - 1, 20) AS n`,
    [workspaces],
  )
  await client.query(
    `INSERT INTO allowlist_entry (id, workspace_id, list_id, network, position, note, added_by)
     SELECT gen_random_uuid(), pg_temp.uid('workspace', n), pg_temp.uid('list', n),
       pg_temp.public_v4(pg_temp.drawn('list', n * 100 + p), 26 + p % 7), p, 'egress ' || p, 'seed'
     FROM generate_series(0, $1::bigint - 1, 3) AS n, generate_series(0, 7) AS p
     UNION ALL
     SELECT gen_random_uuid(), pg_temp.uid('workspace', n), pg_temp.uid('ceiling', n), network, p, 'ceiling', 'seed'
     FROM generate_series(0, $1::bigint - 1, 20) AS n, unnest('{0.0.0.0/1,128.0.0.0/2,192.0.0.0/3,2600::/12}'::inet[])
       WITH ORDINALITY AS c (network, p)
     ON CONFLICT DO NOTHING`,
    [workspaces],
  )
}

/**
 * Keys `from` to `to` with their entries and traffic. Of a hundred keys about 14 are open and 8 report only; the others have one
 * entry mostly, some have ten, few a hundred, and one in a hundred thousand has five thousand.
 */
export async function makeKeys(client: pg.Client, size: Size, [from, to]: readonly [number, number]): Promise<number> {
  await client.query('BEGIN')
  await client.query(KEYS, [from, to, size.workspaces])
  const { rowCount } = await client.query(ENTRIES, [from, to, size.workspaces])
  await client.query(USES, [from, to, size.workspaces])
  await client.query(TRAFFIC, [from, to, size.workspaces])
  await client.query(MATCHES, [from, to])
  await client.query(EVENTS, [from, to, size.workspaces])
  // The notes of what this changed are worked off at once, for all of its keys together.
  await client.query(
    'SELECT gatelist_write_profiles(array_agg(pg_temp.uid($3, n))) FROM generate_series($1::bigint, $2::bigint) AS n',
    [from, to, 'key'],
  )
  await client.query('DELETE FROM profile_stale')
  await client.query('COMMIT')
  return rowCount ?? 0
}

const KEYS = `
INSERT INTO api_key (id, workspace_id, kind, name, display_prefix, last_four, digest, access_mode, created_by_id, created_at, updated_at,
  paused_at, revoked_at, expires_at)
SELECT pg_temp.uid('key', n), pg_temp.uid('workspace', w), 'issued',
  (ARRAY['checkout', 'billing', 'ledger', 'mailer', 'search', 'ingest', 'export', 'webhooks', 'reports', 'sync'])[1 + n % 10] || ' '
    || (ARRAY['production', 'staging', 'worker', 'nightly', 'partner'])[1 + n / 10 % 5] || ' ' || n,
  'gl_live_' || substr(translate(encode(sha256(('p' || n)::bytea), 'base64'), '+/=', 'abc'), 1, 4),
  substr(translate(encode(sha256(('f' || n)::bytea), 'base64'), '+/=', 'abc'), 1, 4), sha256(('seeded ' || n)::bytea),
  (CASE WHEN pg_temp.drawn('mode', n) < 0.14 THEN 'open' WHEN pg_temp.drawn('mode', n) < 0.22 THEN 'report' ELSE 'enforce' END)::access_mode,
  pg_temp.uid('person', 3 * w + n % 3), now() - age, now() - age * 0.3,
  CASE WHEN pg_temp.drawn('paused', n) < 0.01 THEN now() - age * 0.2 END,
  CASE WHEN pg_temp.drawn('revoked', n) < 0.06 THEN now() - age * 0.1 END,
  CASE WHEN pg_temp.drawn('ends', n) < 0.2 THEN now() + (pg_temp.drawn('end', n) - 0.1) * interval '400 days' END
FROM (SELECT n, pg_temp.workspace_of(n, $3::int) AS w, pg_temp.drawn('born', n) * interval '800 days' AS age
  FROM generate_series($1::bigint, $2::bigint) AS n) AS drawn`

// Two thirds of what a key lists is near its workspace's own networks; one range in a hundred is one that many others list too.
const ENTRIES = `
INSERT INTO allowlist_entry (id, workspace_id, key_id, network, position, note, enabled, expires_at, added_by, added_at)
SELECT gen_random_uuid(), pg_temp.uid('workspace', w), pg_temp.uid('key', n),
  CASE
    WHEN kind < 0.003 THEN '0.0.0.0/0'::inet
    WHEN kind < 0.008 THEN pg_temp.v4((10 * 16777216 + d * 16777216) / 4294967296, 8 + (x % 3) * 4)
    WHEN kind < 0.05 THEN pg_temp.v4((10 * 16777216 + d * 16777216) / 4294967296, 16 + (x % 3) * 8)
    WHEN kind < 0.055 THEN '203.0.113.0/24'::inet
    WHEN kind < 0.065 THEN pg_temp.public_v4(pg_temp.drawn('cloud', x % 40), 14 + (x % 9))
    WHEN kind < 0.075 THEN pg_temp.public_v4(d, 8 + (x % 8))
    WHEN kind < 0.16 THEN pg_temp.v6(pg_temp.drawn('site', w), d, (ARRAY[48, 56, 64, 64, 128])[1 + x % 5])
    WHEN kind < 0.7 THEN pg_temp.public_v4(pg_temp.drawn('home', w) + d * 0.00002, (ARRAY[32, 32, 32, 32, 29, 28, 27, 24])[1 + x % 8])
    ELSE pg_temp.public_v4(d, (ARRAY[32, 32, 32, 32, 32, 30, 28, 24, 24, 20])[1 + x % 10])
  END, p, CASE WHEN pg_temp.drawn('note', x) < 0.7 THEN 'entry ' || p END, pg_temp.drawn('on', x) > 0.02,
  CASE WHEN pg_temp.drawn('ending', x) < 0.05 THEN now() + (pg_temp.drawn('until', x) - 0.5) * interval '180 days' END, 'seed',
  now() - pg_temp.drawn('added', x) * interval '400 days'
FROM (
  SELECT n, w, p, n * 5000 + p AS x, pg_temp.drawn('kind', n * 5000 + p) AS kind, pg_temp.drawn('net', n * 5000 + p) AS d
  FROM (SELECT n, pg_temp.workspace_of(n, $3::int) AS w, pg_temp.drawn('mode', n) AS mode, pg_temp.drawn('many', n) AS many
    FROM generate_series($1::bigint, $2::bigint) AS n) AS key,
    generate_series(0, CASE WHEN mode < 0.13 THEN -1 WHEN many < 0.00001 THEN 4999 WHEN many < 0.0015 THEN 99 + n % 200
      WHEN many < 0.1 THEN 4 + n % 12 ELSE n % 4 END) AS p) AS entry
ON CONFLICT DO NOTHING`

const USES = `
INSERT INTO key_list (key_id, list_id, added_by)
SELECT pg_temp.uid('key', n), pg_temp.uid('list', w), 'seed'
FROM (SELECT n, pg_temp.workspace_of(n, $3::int) AS w FROM generate_series($1::bigint, $2::bigint) AS n) AS drawn
WHERE w % 3 = 0 AND n % 4 = 0`

const TRAFFIC = `
WITH drawn AS (
  SELECT n, pg_temp.uid('key', n) AS id, pg_temp.workspace_of(n, $3::int) AS w, pg_temp.drawn('use', n) AS use
  FROM generate_series($1::bigint, $2::bigint) AS n
), used AS (
  INSERT INTO key_usage (key_id, first_used_at, last_used_at, last_used_address, allowed_count, refused_count)
  SELECT id, now() - interval '300 days', now() - interval '1 minute' - power(use / 0.8, 6) * interval '280 days',
    pg_temp.public_v4(pg_temp.drawn('caller', n * 8), 32), 1 + n % 100000, n % 50
  FROM drawn WHERE use < 0.8
), hours AS (
  INSERT INTO key_hour (key_id, hour, allowed, unlisted, refused)
  SELECT id, date_trunc('hour', now()) - h * interval '1 hour', 1 + n % 900, 0, CASE WHEN n % 40 = 0 THEN 3 + h ELSE 0 END
  FROM drawn, generate_series(1, 3) AS h WHERE n % 10 = 0 AND use < 0.5
)
INSERT INTO caller_hour (workspace_id, key_id, hour, outcome, address, count, first_at, last_at)
SELECT pg_temp.uid('workspace', w), id, date_trunc('hour', at), CASE WHEN c > 3 THEN 'ip_not_allowed' ELSE 'allowed' END,
  pg_temp.public_v4(pg_temp.drawn('caller', n * 8 + c), 32), 1 + c, at, at
FROM drawn, LATERAL generate_series(0, CASE WHEN n % 40 = 0 THEN 6 ELSE 1 END) AS c, LATERAL (
  SELECT now() - pg_temp.drawn('at', n * 8 + c) * interval '6 days' AS at) AS moment
WHERE use < 0.5
ON CONFLICT DO NOTHING`

const MATCHES = `
INSERT INTO entry_match (entry_id, last_at, count)
SELECT e.id, now() - (get_byte(uuid_send(e.id), 0) / 256.0) * interval '120 days', 1 + get_byte(uuid_send(e.id), 1)
FROM generate_series($1::bigint, $2::bigint) AS n JOIN allowlist_entry e ON e.key_id = pg_temp.uid('key', n)
WHERE get_byte(uuid_send(e.id), 2) < 140`

const EVENTS = `
INSERT INTO audit_event (at, workspace_id, actor_id, actor_label, action, key_id, address, door, after)
SELECT now() - pg_temp.drawn('born', n) * interval '800 days', pg_temp.uid('workspace', w), pg_temp.uid('person', 3 * w + n % 3),
  'person-' || 3 * w + n % 3 || '@workspace-' || w || '.example', 'key.create', pg_temp.uid('key', n),
  pg_temp.public_v4(pg_temp.drawn('editor', w), 32), (ARRAY['dashboard', 'dashboard', 'api', 'cli'])[1 + n % 4], '{"seeded": true}'
FROM (SELECT n, pg_temp.workspace_of(n, $3::int) AS w FROM generate_series($1::bigint, $2::bigint) AS n) AS drawn`
