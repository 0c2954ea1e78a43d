import type { Tx } from '#lib/db'
import { Prisma } from '#lib/generated/prisma/client'
import { parseCanonicalNetwork } from '#lib/ip/network'
import type { KeyFields, Metadata, Visibility } from './key-spec.ts'
import type { ListedEntry } from './listed-entry.ts'
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
    createdAt: Date
    updatedAt: Date
    lastUsedAt: Date | null
    lastUsedAddress: string | null
    replacesId: string | null
    replacedById: string | null
    entries: ListedEntry[]
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
  const rows = await db.$queryRaw<Row[]>`
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
  k.revocation_description AS "revocationDescription", k.expires_at AS "expiresAt", k.created_at AS "createdAt",
  k.updated_at AS "updatedAt", u.last_used_at AS "lastUsedAt", host(u.last_used_address) AS "lastUsedAddress",
  k.replaces_id::text AS "replacesId", (SELECT id::text FROM api_key WHERE replaces_id = k.id) AS "replacedById",
  clock_timestamp() AS now,
  (SELECT json_agg(json_build_object('id', e.id, 'network', host(e.network) || '/' || masklen(e.network),
      'written', e.written, 'note', e.note, 'enabled', e.enabled, 'expiresAt', e.expires_at, 'addedAt', e.added_at)
      ORDER BY e.position, e.network)
    FROM allowlist_entry e WHERE e.key_id = k.id) AS entries,
  CASE WHEN k.revoked_at IS NOT NULL THEN (SELECT json_agg(json_build_object('address', host(c.address), 'count', c.count,
      'firstAt', c.first_at, 'lastAt', c.last_at) ORDER BY c.last_at DESC)
    FROM (SELECT * FROM key_refusal WHERE key_id = k.id AND reason IN ('old_secret', 'revoked')
      ORDER BY last_at DESC LIMIT 50) AS c) END AS callers`

type Row = Omit<KeyResource, 'rateLimit' | 'hint' | 'entries' | 'oldSecretCallers' | 'status'> & {
  visibility: Visibility
  metadata: Metadata | null
  rateQuota: number | null
  rateWindowSeconds: number | null
  displayPrefix: string
  lastFour: string
  entries: StoredJsonEntry[] | null
  callers: { address: string | null; count: number; firstAt: string; lastAt: string }[] | null
}

type StoredJsonEntry = {
  id: string
  network: string
  written: string | null
  note: string | null
  enabled: boolean
  expiresAt: string | null
  addedAt: string
}

function toResource(row: Row): KeyResource {
  const { rateQuota, rateWindowSeconds, displayPrefix, lastFour, entries, callers, ...plain } = row
  return {
    ...plain,
    hint: lastFour === '' ? '' : `${displayPrefix}…${lastFour}`,
    status: keyStatus(row, row.now),
    rateLimit:
      rateQuota === null || rateWindowSeconds === null ? null : { quota: rateQuota, windowSeconds: rateWindowSeconds },
    entries: (entries ?? []).map(toEntry),
    oldSecretCallers: (callers ?? []).map(({ address, count, firstAt, lastAt }) => ({
      address,
      count,
      firstAt: new Date(firstAt),
      lastAt: new Date(lastAt),
    })),
  }
}

function toEntry({ network: text, expiresAt, addedAt, ...plain }: StoredJsonEntry): ListedEntry {
  const network = parseCanonicalNetwork(text)
  if (network === null) throw new Error('a stored network is not in canonical form')
  return {
    ...plain,
    network,
    expiresAt: expiresAt === null ? null : new Date(expiresAt),
    addedAt: new Date(addedAt),
  }
}
