import type { ListEntry } from '#lib/allowlists/allowed-ips'
import { entryChanges } from '#lib/allowlists/entry-changes'
import { recordedChanges } from '#lib/allowlists/entry-record'
import { listRecords } from '#lib/allowlists/list-record'
import type { KeyActor } from '#lib/audit/actor'
import { type AuditAction, type AuditEntry, type Json, recordAll } from '#lib/audit/record'
import type { Tx } from '#lib/db'
import { databaseNow } from '#lib/db/now'
import { env } from '#lib/env'
import { ok } from '#lib/errors'
import type { UsedList } from '#lib/lists/used-lists'
import { refuseNewKey } from '#lib/policies/check-key'
import type { EffectivePolicy } from '#lib/policies/effective'
import { cappedExpiry, lifeRefusal } from '#lib/policies/key-life'
import { readEffective } from '#lib/policies/read-policies'
import type { PolicyRefusal } from '#lib/policies/refusal'
import { type InsertedKey, insertKeys } from './insert-keys.ts'
import { accessModeOf, type KeyFields, type KeySpec } from './key-spec.ts'
import { importedDigests, importedHint, newSecret } from './secret.ts'

/** A key that a program wants made. */
export type NewKey = KeyFields & {
  /** Null: nobody said. It gets the installation's, or as much of it as a policy allows. */
  readonly ttlSeconds: number | null
  readonly entries: readonly ListEntry[]
  /** Named lists of the workspace, which are known to be there. */
  readonly lists?: readonly UsedList[]
  /** Repeats of a request with the same id make one key. */
  readonly requestId: string | null
}

/** `secret` is empty when the key had been made before, under the same request id. */
export type IssuedKey = { keyId: string; secret: string }

/** Makes a key and its secret, which is in the answer and nowhere else. */
export async function issueKey(
  tx: Tx,
  actor: KeyActor,
  wanted: NewKey,
): Promise<{ ok: true; value: IssuedKey } | PolicyRefusal> {
  const made = await madeBefore(tx, actor.workspaceId, 'issued', [wanted.requestId])
  const before = wanted.requestId === null ? undefined : made.get(wanted.requestId)
  if (before !== undefined) return ok({ keyId: before, secret: '' })
  const { secret, ...parts } = newIssuedSecret(wanted.visibility)
  const ruled = await ruledPlace(tx, actor)
  const spec = specOf(wanted, { kind: 'issued', ...parts }, actor, ruled)
  const forbidden = await refuseSpec(tx, spec, ruled, wanted.ttlSeconds)
  if (forbidden !== null) return forbidden
  const [inserted] = await insertKeys(tx, actor.workspaceId, [spec])
  if (inserted === undefined) throw new Error('two secrets have one digest')
  await recordMade(tx, actor, 'key.create', [spec], [inserted])
  return ok({ keyId: inserted.id, secret })
}

export type ImportWish = NewKey & { readonly rawKey: string }

/** The id of the key; null when it is there already. */
export type ImportedKey = string | null | PolicyRefusal

/** Takes over keys that were made elsewhere, each by itself. In the order of the wishes. */
export async function importKeys(tx: Tx, actor: KeyActor, wishes: readonly ImportWish[]): Promise<ImportedKey[]> {
  const ruled = await ruledPlace(tx, actor)
  const ids = await madeBefore(
    tx,
    actor.workspaceId,
    'imported',
    wishes.map((wish) => wish.requestId),
  )
  const fresh = wishes.filter(({ requestId }, index) => {
    const isFirst = wishes.findIndex((other) => other.requestId === requestId) === index
    return requestId === null || (isFirst && !ids.has(requestId))
  })
  const forbidden = new Map<ImportWish, PolicyRefusal>()
  const allowed: { wish: ImportWish; spec: KeySpec }[] = []
  for (const wish of fresh) {
    const spec = importedSpec(wish, actor, ruled)
    const refused = await refuseSpec(tx, spec, ruled, wish.ttlSeconds)
    if (refused === null) allowed.push({ wish, spec })
    else forbidden.set(wish, refused)
  }
  const specs = allowed.map(({ spec }) => spec)
  const inserted = await insertKeys(tx, actor.workspaceId, specs)
  await recordMade(tx, actor, 'key.import', specs, inserted)
  const made = new Map(inserted.map(({ id, index }) => [allowed[index]?.wish, id]))
  for (const [wish, id] of made) if (wish?.requestId != null) ids.set(wish.requestId, id)
  return wishes.map((wish) => made.get(wish) ?? ids.get(wish.requestId ?? '') ?? forbidden.get(wish) ?? null)
}

function importedSpec(wish: ImportWish, actor: KeyActor, ruled: RuledPlace): KeySpec {
  const secret = { ...importedHint(wish.rawKey), ...importedDigests(actor.workspaceId, wish.rawKey) }
  return specOf(wish, { kind: 'imported', ...secret }, actor, ruled)
}

export function newIssuedSecret(visibility: KeyFields['visibility']) {
  const prefix = visibility === 'public' ? env().keyPublicPrefix : env().keyPrefix
  const { secret, displayPrefix, lastFour, digest } = newSecret(prefix)
  return { secret, displayPrefix, lastFour, digestHex: digest.toString('hex'), possessionHex: null }
}

type Made = Pick<KeySpec, 'kind' | 'displayPrefix' | 'lastFour' | 'digestHex' | 'possessionHex'>

function specOf(wanted: NewKey, made: Made, actor: KeyActor, { policy, now }: RuledPlace): KeySpec {
  const { ttlSeconds, entries, ...fields } = wanted
  const end = new Date(now.getTime() + (ttlSeconds ?? env().keyDefaultTtlSeconds) * 1000)
  return {
    ...fields,
    ...made,
    entries,
    accessMode: accessModeOf([...entries, ...(wanted.lists ?? [])]),
    expiresAt: ttlSeconds === null ? cappedExpiry(policy.rules, now, end) : end,
    createdById: actor.userId,
    createdBy: actor.label,
    replacesId: null,
  }
}

type RuledPlace = { readonly workspaceId: string; readonly policy: EffectivePolicy; readonly now: Date }

async function ruledPlace(tx: Tx, { workspaceId }: KeyActor): Promise<RuledPlace> {
  return { workspaceId, policy: await readEffective(tx, workspaceId), now: await databaseNow(tx) }
}

/** A life that nobody chose was made as long as is allowed, so only a chosen one is refused. */
async function refuseSpec(
  tx: Tx,
  spec: KeySpec,
  ruled: RuledPlace,
  ttlSeconds: number | null,
): Promise<PolicyRefusal | null> {
  const ofLife = ttlSeconds === null ? null : lifeRefusal(ruled.policy, ruled.now, spec.expiresAt)
  return ofLife ?? (await refuseNewKey(tx, ruled, spec))
}

/** A power of two. */
const REQUEST_ID_LOCKS = 64

async function madeBefore(
  tx: Tx,
  workspaceId: string,
  kind: KeySpec['kind'],
  requestIds: readonly (string | null)[],
): Promise<Map<string, string>> {
  const wanted = requestIds.filter((id) => id !== null)
  if (wanted.length === 0) return new Map()
  // Whoever else in this workspace comes with one of these ids waits here until this transaction is over. One lock stands for
  // many ids, because all transactions of a server share a few thousand; taken in order, so that two batches cannot deadlock.
  await tx.$executeRaw`
    SELECT pg_advisory_xact_lock(hashtext(${workspaceId}), slot) FROM (
      SELECT DISTINCT hashtext(id) & ${REQUEST_ID_LOCKS - 1}::int AS slot FROM unnest(${wanted}::text[]) AS id ORDER BY slot
    ) AS slots`
  const rows = await tx.apiKey.findMany({
    where: { workspaceId, kind, requestId: { in: wanted } },
    select: { id: true, requestId: true },
  })
  return new Map(rows.map(({ id, requestId }) => [requestId ?? '', id]))
}

async function recordMade(
  tx: Tx,
  actor: KeyActor,
  action: AuditAction,
  specs: readonly KeySpec[],
  inserted: readonly InsertedKey[],
): Promise<void> {
  const events = inserted.flatMap(({ id, index }): AuditEntry[] => {
    const spec = specs[index]
    if (spec === undefined) return []
    return [{ actor, action, workspaceId: actor.workspaceId, keyId: id, after: recordOf(spec) }]
  })
  await recordAll(tx, events)
}

/** What an audit event keeps of a key that was made. */
export function recordOf(spec: KeySpec): Json {
  const { name, actorId, accessMode, visibility, expiresAt, rateLimit } = spec
  return {
    version: 1,
    name,
    actorId,
    accessMode,
    visibility,
    expiresAt: expiresAt?.toISOString() ?? null,
    scopes: [...spec.scopes],
    rateLimit: rateLimit === null ? null : { ...rateLimit },
    list: listRecords([], spec.entries).after,
    ...(spec.lists === undefined || spec.lists.length === 0
      ? {}
      : { lists: spec.lists.map(({ id, name: title }) => ({ id, name: title })) }),
    ...settingsOf(spec),
  }
}

/** What the text of the list does not say, of entries that a key inherits. */
function settingsOf({ entries }: KeySpec): { changes?: Json } {
  const isPlain = entries.every(
    ({ enabled = true, expiresAt = null, source = null }) => enabled && !expiresAt && !source,
  )
  return isPlain ? {} : { changes: recordedChanges([], entryChanges([], entries)) }
}
