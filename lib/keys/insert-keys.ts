import { randomBytes } from 'node:crypto'
import { networkText } from '#lib/allowlists/allowed-ips'
import type { Tx } from '#lib/db'
import { attachLists } from '#lib/lists/used-lists'
import type { KeySpec } from './key-spec.ts'

/** One that was not there before. `index` counts the specs from 0. */
export type InsertedKey = { id: string; index: number }

/**
 * Makes keys with their lists, in two statements however many they are. A key whose digest is taken already is left out:
 * the answer lists those that were made.
 */
export async function insertKeys(tx: Tx, workspaceId: string, specs: readonly KeySpec[]): Promise<InsertedKey[]> {
  const rows = specs.map((spec) => keyRow(newId(), spec))
  const indexOf = new Map(rows.map((row, index) => [row.id, index]))
  // In the order of their digests, so that two who bring the same keys cannot deadlock; of two that are the same the first wins.
  const ordered = rows.toSorted((a, b) => (a.digest < b.digest ? -1 : Number(a.digest > b.digest)))
  const made = await tx.$queryRaw<{ id: string }[]>`
    INSERT INTO api_key (id, workspace_id, kind, name, actor_id, scopes, metadata, visibility, rate_quota,
      rate_window_seconds, display_prefix, last_four, digest, possession_digest, access_mode, expires_at, replaces_id,
      request_id, created_by_id)
    SELECT id, ${workspaceId}::uuid, kind::key_kind, name, actor_id,
      coalesce((SELECT array_agg(scope ORDER BY place) FROM jsonb_array_elements_text(scopes) WITH ORDINALITY AS s (scope, place)), '{}'),
      metadata, visibility::key_visibility, rate_quota, rate_window_seconds, display_prefix, last_four,
      decode(digest, 'hex'), decode(possession_digest, 'hex'), access_mode::access_mode, expires_at, replaces_id,
      request_id, created_by_id
    FROM jsonb_to_recordset(${JSON.stringify(ordered)}::jsonb) AS made (id uuid, kind text, name text, actor_id text,
      scopes jsonb, metadata jsonb, visibility text, rate_quota bigint, rate_window_seconds int, display_prefix text,
      last_four text, digest text, possession_digest text, access_mode text, expires_at timestamptz, replaces_id uuid,
      request_id text, created_by_id uuid)
    ON CONFLICT (digest) DO NOTHING
    RETURNING id::text AS id`
  const inserted = made.flatMap(({ id }) => ({ id, index: indexOf.get(id) ?? 0 })).sort((a, b) => a.index - b.index)
  await insertLists(tx, workspaceId, specs, inserted)
  await attachNamedLists(tx, specs, inserted)
  return inserted
}

function keyRow(id: string, spec: KeySpec) {
  return {
    id,
    kind: spec.kind,
    name: spec.name,
    actor_id: spec.actorId,
    scopes: spec.scopes,
    metadata: spec.metadata,
    visibility: spec.visibility,
    rate_quota: spec.rateLimit?.quota ?? null,
    rate_window_seconds: spec.rateLimit?.windowSeconds ?? null,
    display_prefix: spec.displayPrefix,
    last_four: spec.lastFour,
    digest: spec.digestHex,
    possession_digest: spec.possessionHex,
    access_mode: spec.accessMode,
    expires_at: spec.expiresAt?.toISOString() ?? null,
    replaces_id: spec.replacesId,
    request_id: spec.requestId,
    created_by_id: spec.createdById,
  }
}

async function insertLists(
  tx: Tx,
  workspaceId: string,
  specs: readonly KeySpec[],
  inserted: readonly InsertedKey[],
): Promise<void> {
  const rows = inserted.flatMap(({ id, index }) => entryRows(id, specs[index]))
  if (rows.length === 0) return
  await tx.$executeRaw`
    INSERT INTO allowlist_entry (id, workspace_id, key_id, network, position, note, written, enabled, expires_at,
      source, added_by_id, added_by)
    SELECT gatelist_entry_id(), ${workspaceId}::uuid, key_id, network, position, note, written, enabled, expires_at, source,
      added_by_id, added_by
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS made (key_id uuid, network inet, position int, note text,
      written text, enabled boolean, expires_at timestamptz, source text, added_by_id uuid, added_by text)`
}

async function attachNamedLists(tx: Tx, specs: readonly KeySpec[], inserted: readonly InsertedKey[]): Promise<void> {
  for (const { id, index } of inserted) {
    const { lists = [], createdBy = '' } = specs[index] ?? {}
    await attachLists(tx, { label: createdBy }, { keyId: id, listIds: lists.map((list) => list.id) })
  }
}

function entryRows(keyId: string, spec: KeySpec | undefined) {
  return (spec?.entries ?? []).map((entry, position) => ({
    key_id: keyId,
    network: networkText(entry),
    position,
    note: entry.note,
    written: entry.written ?? null,
    enabled: entry.enabled ?? true,
    expires_at: entry.expiresAt?.toISOString() ?? null,
    source: entry.source ?? null,
    added_by_id: spec?.createdById ?? null,
    added_by: spec?.createdBy ?? null,
  }))
}

/** A UUID of version 7 (RFC 9562 §5.7): ids sort by the time they were made. */
function newId(): string {
  const bytes = randomBytes(16)
  bytes.writeUIntBE(Date.now(), 0, 6)
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x70, 6)
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8)
  const hex = bytes.toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}
