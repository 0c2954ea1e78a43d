import type { EffectiveFacts } from '#lib/allowlists/explain'
import { entriesJson, type JsonEntry, readJsonEntries } from '#lib/allowlists/json-entries'
import type { Tx } from '#lib/db'
import { Prisma } from '#lib/generated/prisma/client'
import { readApplied } from '#lib/policies/read-policies'
import { isKeyId, type KeyKind } from './key-resource.ts'

/** A key with all that decides about its calls; `now` is the database's time of the reading. */
export type JudgedKey = EffectiveFacts & {
  readonly id: string
  readonly kind: KeyKind
  readonly name: string
  readonly createdById: string | null
  readonly now: Date
}

/** `kind` where keys of the other one are to look like missing ones. */
type Place = { readonly workspaceId: string; readonly kind?: KeyKind }

/** Null for a key of another workspace or kind, exactly as for one that does not exist. */
export async function readJudgedKey(db: Tx, { workspaceId, kind }: Place, keyId: string): Promise<JudgedKey | null> {
  if (!isKeyId(keyId)) return null
  const ofKind = kind === undefined ? Prisma.empty : Prisma.sql`AND k.kind = ${kind}::key_kind`
  const [row] = await db.$queryRaw<Row[]>`
    SELECT k.id::text AS id, k.kind::text AS kind, k.name, k.access_mode::text AS "accessMode", k.paused_at AS "pausedAt",
      k.revoked_at AS "revokedAt", ends.ends_at AS "expiresAt", k.open_since AS "openSince", k.bypass_until AS "bypassUntil",
      k.created_by_id::text AS "createdById", clock_timestamp() AS now, (${entriesJson(Prisma.sql`e.key_id = k.id`)}) AS own,
      (SELECT json_agg(json_build_object('id', l.id, 'name', l.name, 'entries', (${ofList})) ORDER BY lower(l.name))
        FROM key_list u JOIN network_list l ON l.id = u.list_id WHERE u.key_id = k.id) AS lists,
      (SELECT json_build_object('accessMode', l.access_mode, 'entries', (${ofList}))
        FROM network_list l WHERE l.workspace_id = k.workspace_id AND l.kind = 'ceiling') AS ceiling
    FROM api_key k JOIN key_limits ends ON ends.key_id = k.id
    WHERE k.id = ${keyId}::uuid AND k.workspace_id = ${workspaceId}::uuid ${ofKind}`
  return row === undefined ? null : { ...toKey(row), policies: await readApplied(db, workspaceId) }
}

const ofList = entriesJson(Prisma.sql`e.list_id = l.id`)

type Row = Omit<JudgedKey, 'own' | 'lists' | 'ceiling' | 'policies'> & {
  own: JsonEntry[] | null
  lists: { id: string; name: string; entries: JsonEntry[] | null }[] | null
  ceiling: { accessMode: JudgedKey['accessMode']; entries: JsonEntry[] | null } | null
}

function toKey({ own, lists, ceiling, ...plain }: Row): Omit<JudgedKey, 'policies'> {
  return {
    ...plain,
    own: readJsonEntries(own),
    lists: (lists ?? []).map((list) => ({ ...list, entries: readJsonEntries(list.entries) })),
    ceiling: ceiling === null ? null : { ...ceiling, entries: readJsonEntries(ceiling.entries) },
  }
}
