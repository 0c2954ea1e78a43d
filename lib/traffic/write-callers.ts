import { type CallerCount, KEPT_OF_SUBNET, otherAddresses } from './caller-fold.ts'
import { letThroughOutcomes } from './outcomes.ts'
import { SUBNET_BITS } from './subnet.ts'

/** Rows that are kept of a key and hour, apart from those for unknown and for all other addresses. */
export const keptOfHour = { passed: 500, refused: 250 } as const

/** What WRITE_CALLERS takes. */
export function callerParameters(callers: readonly (CallerCount & { keyId: string })[]): unknown[] {
  return [
    callers.map((caller) => caller.keyId),
    callers.map((caller) => caller.hour),
    callers.map((caller) => caller.outcome),
    callers.map((caller) => caller.address),
    callers.map((caller) => caller.count),
    callers.map((caller) => caller.firstAt),
    callers.map((caller) => caller.lastAt),
    letThroughOutcomes,
  ]
}

const hasRow = `EXISTS (SELECT FROM caller_hour c WHERE c.key_id = r.key_id AND c.hour = r.hour
  AND c.outcome = r.outcome AND c.address = r.address)`

const SUBNET = `network(set_masklen(address, ${SUBNET_BITS}))::inet`

/** One of the rows that are limited: not what stands for unknown or for all other addresses. */
const isApart = (address: string) => `${address} IS NOT NULL AND masklen(${address}) > 0`

const FOLDED = 'sum(count)::bigint AS count, min(first_at) AS first_at, max(last_at) AS last_at'

/**
 * Adds callers to their rows, in five steps, because the table is bounded here and not only in each process:
 * `seen`: what is to be written. `narrowed`: an IPv6 address beyond a handful of its /64 becomes the /64. `placed`: what finds no
 * room among the rows of its key and hour becomes "all other addresses". Then the rows are written, and told with what is
 * new about them. Addresses that called more find room first.
 */
export const WRITE_CALLERS = `/* traffic */
  WITH seen AS MATERIALIZED (
    SELECT k.workspace_id, r.key_id, to_timestamp(r.hour / 1000)::timestamptz(0) AS hour, r.outcome,
      r.outcome = ANY($8::text[]) AS passed, r.address, r.count, to_timestamp(r.first_at / 1000) AS first_at,
      to_timestamp(r.last_at / 1000) AS last_at
    FROM unnest($1::uuid[], $2::float8[], $3::text[], $4::inet[], $5::bigint[], $6::float8[], $7::float8[])
      AS r (key_id, hour, outcome, address, count, first_at, last_at) JOIN api_key k ON k.id = r.key_id
  ), known AS MATERIALIZED (
    SELECT r.*, ${hasRow} AS has_row FROM seen r
  ), growing AS MATERIALIZED (
    SELECT DISTINCT key_id, hour FROM known WHERE NOT has_row AND ${isApart('address')}
  ), there AS MATERIALIZED (
    SELECT c.key_id, c.hour, c.outcome, c.outcome = ANY($8::text[]) AS passed, c.address
    FROM growing g JOIN caller_hour c ON c.key_id = g.key_id AND c.hour = g.hour WHERE ${isApart('c.address')}
  ), crowds AS (
    SELECT key_id, hour, outcome, ${SUBNET} AS subnet, count(*) FILTER (WHERE masklen(address) = 128) AS apart
    FROM there WHERE family(address) = 6 AND masklen(address) >= ${SUBNET_BITS} GROUP BY 1, 2, 3, 4
  ), ranked AS (
    SELECT r.*, CASE WHEN NOT has_row AND family(address) = 6 AND masklen(address) = 128 THEN ${SUBNET} END AS subnet
    FROM known r
  ), narrowed AS (
    SELECT r.workspace_id, r.key_id, r.hour, r.outcome, r.passed, r.has_row, r.count, r.first_at, r.last_at,
      CASE WHEN r.subnet IS NOT NULL AND coalesce(crowds.apart, 0) + row_number() OVER (
        PARTITION BY r.key_id, r.hour, r.outcome, r.subnet ORDER BY r.count DESC, r.address) > ${KEPT_OF_SUBNET}
        THEN r.subnet ELSE r.address END AS address
    FROM ranked r LEFT JOIN crowds USING (key_id, hour, outcome, subnet)
  ), folded AS MATERIALIZED (
    SELECT workspace_id, key_id, hour, outcome, passed, address, bool_or(has_row) AS had_row, ${FOLDED}
    FROM narrowed GROUP BY 1, 2, 3, 4, 5, 6
  ), asking AS (
    SELECT r.*, ${isApart('address')} AND NOT had_row AND NOT ${hasRow} AS asks FROM folded r
  ), rooms AS (
    SELECT key_id, hour, passed, count(*) AS taken FROM there GROUP BY 1, 2, 3
  ), placed AS (
    SELECT r.workspace_id, r.key_id, r.hour, r.outcome, r.passed, r.asks, r.count, r.first_at, r.last_at,
      CASE WHEN r.asks AND coalesce(rooms.taken, 0) + row_number() OVER (
          PARTITION BY r.key_id, r.hour, r.passed, r.asks ORDER BY r.count DESC, r.outcome, r.address)
          > CASE WHEN r.passed THEN ${keptOfHour.passed} ELSE ${keptOfHour.refused} END
        THEN CASE family(r.address) WHEN 4 THEN '${otherAddresses[4]}'::inet ELSE '${otherAddresses[6]}'::inet END
        ELSE r.address END AS address
    FROM asking r LEFT JOIN rooms USING (key_id, hour, passed)
  ), final AS MATERIALIZED (
    SELECT workspace_id, key_id, hour, outcome, passed, address, ${FOLDED} FROM placed GROUP BY 1, 2, 3, 4, 5, 6
  ), written AS (
    INSERT INTO caller_hour AS known (workspace_id, key_id, hour, outcome, address, count, first_at, last_at)
    SELECT workspace_id, key_id, hour, outcome, address, count, first_at, last_at FROM final
    ORDER BY key_id, hour, outcome, address
    ON CONFLICT (key_id, hour, outcome, address) DO UPDATE SET
      count = known.count + excluded.count,
      first_at = least(known.first_at, excluded.first_at),
      last_at = greatest(known.last_at, excluded.last_at)
  )
  SELECT workspace_id::text AS "workspaceId", key_id::text AS "keyId", outcome, abbrev(address) AS address,
    count::float8 AS count, last_at AS at,
    NOT EXISTS (SELECT FROM caller_hour c WHERE c.key_id = final.key_id AND c.address = final.address
      AND (c.outcome = ANY($8::text[])) = final.passed)
      AND (address IS NOT NULL OR NOT EXISTS (SELECT FROM caller_hour c WHERE c.key_id = final.key_id AND c.address IS NULL
        AND (c.outcome = ANY($8::text[])) = final.passed)) AS "isNewToKey",
    EXISTS (SELECT FROM ignored_caller i WHERE i.key_id = final.key_id AND i.address >>= final.address) AS "isIgnored"
  FROM final`
