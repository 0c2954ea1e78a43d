import type { ChangeRefusal } from '#lib/allowlists/change-refusal'
import { effectiveAt, type KeyLists, type NamedList } from '#lib/allowlists/effective'
import { readEntries, storedEntries } from '#lib/allowlists/entries'
import { isConfirmed, isRisky, type LockoutRisk, lockoutRisk, RECENT_MS, riskOf } from '#lib/allowlists/lockout'
import { readKeyLists } from '#lib/allowlists/read-lists'
import type { KeyActor } from '#lib/audit/actor'
import { record } from '#lib/audit/record'
import type { Tx } from '#lib/db'
import { ok, type Result, refuse } from '#lib/errors'
import { parseAddress } from '#lib/ip/address'
import type { Network } from '#lib/ip/network'
import { type KeyRefusalCode, type LockedKey, lockKeyFor } from '#lib/keys/key-lock'
import type { KeyKind } from '#lib/keys/key-resource'
import { refuseUse } from '#lib/policies/check-list'
import { seenCallers } from '#lib/traffic/queries'
import { noteGained } from './note-gained.ts'
import { attachLists, listsToUse, type UsedList, type UsedListsRefusal } from './used-lists.ts'

export type KeyListsWish = {
  readonly keyId: string
  /** Only a key of that kind is found. */
  readonly kind?: KeyKind
  /** All that it shall use. */
  readonly listIds: readonly string[]
  /** Those that the editor saw; absent where something else sees to conflicts. */
  readonly before?: readonly string[]
  /** Networks whose callers may be locked out. */
  readonly confirmed: readonly Network[]
}

export type KeyListsResult =
  | Result<{ version: number; lists: UsedList[] }, KeyRefusalCode | UsedListsRefusal | 'conflict'>
  | ChangeRefusal

/** Chooses which named lists a key uses. The key's access mode stays: a key that is open stays open until that is changed. */
export async function setKeyLists(tx: Tx, actor: KeyActor, wish: KeyListsWish): Promise<KeyListsResult> {
  const locked = await lockKeyFor(tx, actor, { ...wish, action: 'edit' })
  if (!locked.ok) return locked
  const key = locked.value
  const found = await listsToUse(tx, actor.workspaceId, wish.listIds)
  if (!found.ok) return found
  const lists = found.value
  const current = (await readKeyLists(tx, actor.workspaceId, { keyIds: [key.id] })).get(key.id)
  if (current === undefined) throw new Error('a locked key is gone')
  if (isSameSet(lists, current.lists)) return ok({ version: key.version, lists })
  if (
    wish.before !== undefined &&
    !isSameSet(
      wish.before.map((id) => ({ id })),
      current.lists,
    )
  )
    return conflict
  const used = new Set(current.lists.map(({ id }) => id))
  const forbidden = await refuseUse(
    tx,
    key,
    lists.filter(({ id }) => !used.has(id)),
  )
  if (forbidden !== null) return forbidden
  const refused = await guard(tx, actor, { key, current, lists, confirmed: wish.confirmed })
  if (refused !== null) return refused
  await noteGained(tx, actor, {
    key,
    before: current,
    after: { ...current, lists: await withEntries(tx, current, lists) },
  })
  return ok(await write(tx, actor, { key, current, lists }))
}

const conflict = refuse(
  'conflict',
  'Somebody else changed which lists this key uses. Nothing of yours was saved: reload to see theirs.',
)

type Identified = { readonly id: string }

function isSameSet(a: readonly Identified[], b: readonly Identified[]): boolean {
  const ids = new Set(b.map(({ id }) => id))
  return new Set(a.map(({ id }) => id)).size === ids.size && a.every(({ id }) => ids.has(id))
}

type Change = { key: LockedKey; current: KeyLists; lists: readonly UsedList[] }

/** Null when nobody who called lately loses the list that admitted them, or that was confirmed. */
async function guard(
  tx: Tx,
  actor: KeyActor,
  { key, current, lists, confirmed }: Change & Pick<KeyListsWish, 'confirmed'>,
): Promise<LockoutRisk | null> {
  const kept = new Set(lists.map(({ id }) => id))
  // More lists admit more.
  if (current.lists.every(({ id }) => kept.has(id))) return null
  const since = new Date(key.now.getTime() - RECENT_MS)
  const change = {
    ...{ keyId: key.id, keyName: key.name },
    before: effectiveAt(current, key.now),
    after: effectiveAt({ ...current, lists: await withEntries(tx, current, lists) }, key.now),
    recent: await seenCallers(tx, { workspaceId: actor.workspaceId, keyId: key.id, since }),
  }
  const risk = riskOf([change], actor.address === null ? null : parseAddress(actor.address))
  return isRisky(risk) && !isConfirmed(risk, confirmed) ? lockoutRisk(risk, key.now) : null
}

async function withEntries(tx: Tx, current: KeyLists, lists: readonly UsedList[]): Promise<NamedList[]> {
  const used = new Map(current.lists.map((list) => [list.id, list]))
  const read: NamedList[] = []
  for (const { id, name } of lists) {
    const entries = used.get(id)?.entries ?? readEntries(await storedEntries(tx, { kind: 'shared', id }))
    read.push({ id, name, entries })
  }
  return read
}

async function write(tx: Tx, actor: KeyActor, { key, current, lists }: Change) {
  const version = key.version + 1
  const sides = {
    before: { version: key.version, lists: named(current.lists) },
    after: { version, lists: named(lists) },
  }
  await record(tx, { actor, action: 'key.lists', workspaceId: actor.workspaceId, keyId: key.id, ...sides })
  const listIds = lists.map(({ id }) => id)
  await attachLists(tx, actor, { keyId: key.id, listIds })
  await tx.$executeRaw`
    DELETE FROM key_list WHERE key_id = ${key.id}::uuid AND list_id <> ALL(${listIds}::uuid[])`
  await tx.$executeRaw`
    UPDATE api_key SET version = ${version}, updated_at = clock_timestamp() WHERE id = ${key.id}::uuid`
  return { version, lists: [...lists] }
}

const named = (lists: readonly UsedList[]) => lists.map(({ id, name }) => ({ id, name }))
