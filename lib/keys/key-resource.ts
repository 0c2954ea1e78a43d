import { entriesJson, type JsonEntry, readJsonEntries } from '#lib/allowlists/json-entries'
import type { ListedEntry } from '#lib/allowlists/listed-entry'
import type { Tx } from '#lib/db'
import { Prisma } from '#lib/generated/prisma/client'
import { KEY_ENDS } from '#lib/policies/limits-sql'
import type { Bypass } from './bypass.ts'
import type { KeyFields, Metadata, Visibility } from './key-spec.ts'
import { type KeyStatus, type KeyTimes, keyStatus } from './rules.ts'
import type { AccessMode } from './views.ts'

export type KeyKind = 'issued' | 'imported'
export type RevocationReason =
  | 'unspecified'
  | 'key_compromise'
  | 'affiliation_changed'
  | 'superseded'
  | 'privilege_withdrawn'

/** A caller that still comes with a secret which was rotated away. `address` is null when it could not be determined. */
export type OldSecretCaller = { address: string | null; count: number; firstAt: Date; lastAt: Date }

/** A key as programs see it: everything but its secret. `now` is the database's time, by which `status` is judged. */
export type KeyResource = KeyFields &
  KeyTimes & {
    id: string
    kind: KeyKind
    hint: string
    accessMode: AccessMode
    status: KeyStatus
    revocationReason: RevocationReason | null
    revocationDescription: string | null
    /** While staff hold the key: since when and why. */
    staffHoldAt: Date | null
    staffHoldReason: string | null
    createdAt: Date
    updatedAt: Date
    lastUsedAt: Date | null
    lastUsedAddress: string | null
    replacesId: string | null
    replacedById: string | null
    entries: ListedEntry[]
    /** The named lists that it uses. */
    lists: { id: string; name: string }[]
    /** One that lets any address through now. */
    bypass: Bypass | null
    oldSecretCallers: OldSecretCaller[]
    now: Date
  }

/** Which keys: of one workspace and kind, so that any other looks like a missing one. */
export type KeyPlace = { workspaceId: string; kind: KeyKind }

/** Null when there is none. `db`: inside a transaction, or the client itself. */
export async function readKey(db: Tx, place: KeyPlace, keyId: string): Promise<KeyResource | null> {
  return (await readKeys(db, place, [keyId]))[0] ?? null
}

/** In the order of the ids; those that are not there are left out. */
export async function readKeys(db: Tx, place: KeyPlace, keyIds: readonly string[]): Promise<KeyResource[]> {
  const ids = keyIds.filter(isKeyId)
  if (ids.length === 0) return []
  const rows = await db.$queryRaw<Row[]>`/* prepared */
    SELECT ${COLUMNS}
    FROM unnest(${ids}::uuid[]) WITH ORDINALITY AS wanted (id, place) JOIN api_key k ON k.id = wanted.id
      LEFT JOIN key_usage u ON u.key_id = k.id
    WHERE k.workspace_id = ${place.workspaceId}::uuid AND k.kind = ${place.kind}::key_kind
    ORDER BY wanted.place`
  return rows.map(toResource)
}

const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** PostgreSQL would answer an error to what is no id; there is just no such key. */
export function isKeyId(text: string): boolean {
  return ID.test(text)
}

const COLUMNS = Prisma.sql`
  k.id::text AS id, k.kind::text AS kind, k.name, k.actor_id AS "actorId", k.scopes, k.metadata,
  k.visibility::text AS visibility, k.rate_quota::float8 AS "rateQuota", k.rate_window_seconds AS "rateWindowSeconds",
  k.display_prefix AS "displayPrefix", k.last_four AS "lastFour", k.access_mode::text AS "accessMode",
  k.paused_at AS "pausedAt", k.revoked_at AS "revokedAt", k.revocation_reason::text AS "revocationReason",
  k.revocation_description AS "revocationDescription", k.staff_hold_at AS "staffHoldAt",
  k.staff_hold_reason AS "staffHoldReason", ${KEY_ENDS} AS "expiresAt", k.created_at AS "createdAt",
  k.updated_at AS "updatedAt", u.last_used_at AS "lastUsedAt", host(u.last_used_address) AS "lastUsedAddress",
  k.replaces_id::text AS "replacesId", (SELECT id::text FROM api_key WHERE replaces_id = k.id) AS "replacedById",
  clock_timestamp() AS now,
  (${entriesJson(Prisma.sql`e.key_id = k.id`)}) AS entries,
  (SELECT json_agg(json_build_object('id', l.id, 'name', l.name) ORDER BY lower(l.name))
    FROM key_list kl JOIN network_list l ON l.id = kl.list_id WHERE kl.key_id = k.id) AS lists,
  CASE WHEN k.bypass_until > clock_timestamp() THEN json_build_object('from', k.bypass_from, 'until', k.bypass_until,
    'reason', k.bypass_reason, 'by', k.bypass_by) END AS bypass,
  CASE WHEN k.revoked_at IS NOT NULL THEN (SELECT json_agg(json_build_object('address', abbrev(c.address), 'count', c.count,
      'firstAt', c.first_at, 'lastAt', c.last_at) ORDER BY c.last_at DESC)
    FROM (SELECT address, sum(count)::float8 AS count, min(first_at) AS first_at, max(last_at) AS last_at FROM caller_hour
      WHERE key_id = k.id AND outcome IN ('old_secret', 'revoked') GROUP BY address
      ORDER BY max(last_at) DESC LIMIT 50) AS c) END AS callers`

type Row = Omit<KeyResource, 'rateLimit' | 'hint' | 'entries' | 'lists' | 'bypass' | 'oldSecretCallers' | 'status'> & {
  visibility: Visibility
  metadata: Metadata | null
  rateQuota: number | null
  rateWindowSeconds: number | null
  displayPrefix: string
  lastFour: string
  entries: JsonEntry[] | null
  lists: KeyResource['lists'] | null
  bypass: { from: string; until: string; reason: string; by: string } | null
  callers: { address: string | null; count: number; firstAt: string; lastAt: string }[] | null
}

function toResource(row: Row): KeyResource {
  const { rateQuota, rateWindowSeconds, displayPrefix, lastFour, entries, lists, bypass, callers, ...plain } = row
  return {
    ...plain,
    hint: lastFour === '' ? '' : `${displayPrefix}…${lastFour}`,
    status: keyStatus(row, row.now),
    rateLimit:
      rateQuota === null || rateWindowSeconds === null ? null : { quota: rateQuota, windowSeconds: rateWindowSeconds },
    entries: readJsonEntries(entries),
    lists: lists ?? [],
    bypass: bypass === null ? null : { ...bypass, from: new Date(bypass.from), until: new Date(bypass.until) },
    oldSecretCallers: (callers ?? []).map(({ address, count, firstAt, lastAt }) => ({
      address,
      count,
      firstAt: new Date(firstAt),
      lastAt: new Date(lastAt),
    })),
  }
}
