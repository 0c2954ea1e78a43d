import { writeEntries } from '#lib/allowlists/entries'
import { entryChanges } from '#lib/allowlists/entry-changes'
import { listRecords } from '#lib/allowlists/list-record'
import type { Actor } from '#lib/audit/actor'
import { record } from '#lib/audit/record'
import { type Tx, transaction } from '#lib/db'
import { databaseNow } from '#lib/db/now'
import { ok, type Result, refuse } from '#lib/errors'
import { formatAllowlist } from '#lib/ip/allowlist'
import { attachLists, listsToUse, type UsedList, type UsedListsRefusal } from '#lib/lists/used-lists'
import { refuseNewKey } from '#lib/policies/check-key'
import { lifeRefusal } from '#lib/policies/key-life'
import { readEffective } from '#lib/policies/read-policies'
import type { PolicyRefusal } from '#lib/policies/refusal'
import { hasRight } from '#lib/workspaces/rights'
import { accessModeOf } from './key-spec.ts'
import type { SavedKey } from './saved-key.ts'
import type { CreateKeyInput } from './schema.ts'
import { newSecret } from './secret.ts'
import type { AccessMode } from './views.ts'

/** The secret is in this answer and nowhere else. */
export type CreatedKey = SavedKey & { secret: string; expiresAt: Date | null }

export type CreateKeyRefusal = 'forbidden' | UsedListsRefusal

export type CreateKeyResult = Result<CreatedKey, CreateKeyRefusal> | KeyPolicyRefusal

/** `field`: which of the input it is about. */
export type KeyPolicyRefusal = PolicyRefusal & { field: 'expiresAt' | 'allowedIps' }

/** A key that uses named lists enforces them from the start, also when its own list is empty. */
export async function createKey(actor: Actor, input: CreateKeyInput): Promise<CreateKeyResult> {
  if (!hasRight(actor, 'createKeys')) return refuse('forbidden', 'Your role does not allow creating keys.')
  const { secret, ...stored } = newSecret()
  const accessMode = accessModeOf([...input.allowedIps, ...input.listIds])
  return transaction(async (tx) => {
    const found = await listsToUse(tx, actor.workspaceId, input.listIds)
    if (!found.ok) return found
    const forbidden = await refuseByPolicy(tx, actor, { input, accessMode, lists: found.value })
    if (forbidden !== null) return forbidden
    const key = await insertKey(tx, actor, { input, stored, accessMode })
    await recordCreation(tx, actor, { key, input, accessMode, lists: found.value })
    const owner = { kind: 'key', id: key.id, workspaceId: actor.workspaceId } as const
    const author = { userId: actor.userId, label: actor.label }
    await writeEntries(tx, { owner, author }, entryChanges([], input.allowedIps))
    await attachLists(tx, actor, { keyId: key.id, listIds: found.value.map(({ id }) => id) })
    const { name, expiresAt } = input
    return ok({ ...key, name, accessMode, expiresAt, allowedIps: formatAllowlist(input.allowedIps), secret })
  })
}

type Wish = { input: CreateKeyInput; accessMode: AccessMode; lists: readonly UsedList[] }

async function refuseByPolicy(tx: Tx, { workspaceId }: Actor, wish: Wish): Promise<KeyPolicyRefusal | null> {
  const { input, accessMode, lists } = wish
  const [policy, now] = [await readEffective(tx, workspaceId), await databaseNow(tx)]
  const ofLife = lifeRefusal(policy, now, input.expiresAt)
  if (ofLife !== null) return { ...ofLife, field: 'expiresAt' }
  const plan = { accessMode, entries: input.allowedIps, lists }
  const ofList = await refuseNewKey(tx, { workspaceId, now, policy }, plan)
  return ofList === null ? null : { ...ofList, field: 'allowedIps' }
}

type Insertion = { input: CreateKeyInput; stored: Omit<ReturnType<typeof newSecret>, 'secret'>; accessMode: AccessMode }

function insertKey(tx: Tx, actor: Actor, { input, stored, accessMode }: Insertion) {
  return tx.apiKey.create({
    data: {
      workspaceId: actor.workspaceId,
      name: input.name,
      displayPrefix: stored.displayPrefix,
      lastFour: stored.lastFour,
      digest: Uint8Array.from(stored.digest),
      accessMode,
      expiresAt: input.expiresAt,
      createdById: actor.userId,
    },
    select: { id: true, version: true },
  })
}

type Creation = {
  key: { id: string; version: number }
  input: CreateKeyInput
  accessMode: AccessMode
  lists: readonly UsedList[]
}

async function recordCreation(tx: Tx, actor: Actor, { key, input, accessMode, lists }: Creation): Promise<void> {
  await record(tx, {
    actor,
    action: 'key.create',
    workspaceId: actor.workspaceId,
    keyId: key.id,
    after: {
      version: key.version,
      name: input.name,
      accessMode,
      expiresAt: input.expiresAt?.toISOString() ?? null,
      list: listRecords([], input.allowedIps).after,
      ...(lists.length === 0 ? {} : { lists: lists.map(({ id, name }) => ({ id, name })) }),
    },
  })
}
