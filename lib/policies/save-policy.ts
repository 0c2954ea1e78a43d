import type { StaffActor } from '#lib/audit/actor'
import { record } from '#lib/audit/record'
import { type Tx, transaction } from '#lib/db'
import { databaseNow } from '#lib/db/now'
import { ok, type Result, refuse } from '#lib/errors'
import { policyEffect } from './effect.ts'
import { policyJson } from './policy-json.ts'
import { wantedPolicy } from './preview.ts'
import { readPolicy, type StoredPolicy } from './read-policies.ts'
import { saysNothing } from './rules.ts'
import type { SavePolicyInput } from './schema.ts'

export type SavePolicyRefusal = 'not_found' | 'conflict' | 'says_nothing' | 'unconfirmed'

/**
 * Sets the policy of a workspace, or of all. Keys that would lose power are counted first, and whoever saves must have confirmed
 * that number: what is taken is taken from people who are not here.
 */
export async function savePolicy(
  actor: StaffActor,
  input: SavePolicyInput,
): Promise<Result<{ policy: StoredPolicy }, SavePolicyRefusal>> {
  if (saysNothing(input.rules)) return nothing
  const { loses } = await policyEffect(await wantedPolicy(input))
  if (loses.keys !== input.confirmedKeys) return unconfirmed(loses.keys)
  return transaction(async (tx) => {
    const { workspaceId } = input
    await lockPolicies(tx)
    if (workspaceId !== null && !(await isWorkspace(tx, workspaceId))) return noWorkspace
    const before = await readPolicy(tx, workspaceId)
    if ((before?.version ?? 0) !== input.version) return conflict
    const policy = await write(tx, actor, { input, before })
    const sides = { ...(before === null ? {} : { before: policyJson(before) }), after: policyJson(policy) }
    await record(tx, { actor, action: 'policy.update', workspaceId, ...sides })
    return ok({ policy })
  })
}

const nothing = refuse('says_nothing', 'This policy says nothing. Set a rule, or remove the policy.')
const noWorkspace = refuse('not_found', 'This workspace does not exist.')
const conflict = refuse('conflict', 'Somebody else changed this policy meanwhile. Look at it again, then decide.')

function unconfirmed(keys: number) {
  const count = `${keys.toLocaleString('en-US')} ${keys === 1 ? 'key' : 'keys'}`
  return refuse(
    'unconfirmed',
    `${count} would lose power by this policy. Look at what it would do, and confirm that number.`,
  )
}

// Any number that nothing else in the product locks.
const POLICIES_LOCK = 7_205_759_417

/** One change of policies at a time: there is no row to lock where there is none yet. */
export async function lockPolicies(tx: Tx): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${POLICIES_LOCK}::bigint)`
}

async function isWorkspace(tx: Tx, id: string): Promise<boolean> {
  return (await tx.workspace.findUnique({ where: { id }, select: { id: true } })) !== null
}

type Writing = { input: SavePolicyInput; before: StoredPolicy | null }

async function write(tx: Tx, actor: StaffActor, { input, before }: Writing): Promise<StoredPolicy> {
  const { workspaceId, rules, appliesFrom, reason } = input
  const now = await databaseNow(tx)
  const data = {
    ...{ ...rules, workspaceId, reason, appliesFrom: appliesFrom === 'now' ? now : appliesFrom },
    ...{ updatedBy: actor.label, updatedAt: now, version: (before?.version ?? 0) + 1 },
  }
  if (before === null) await tx.accessPolicy.create({ data, select: { id: true } })
  else await tx.accessPolicy.updateMany({ where: { workspaceId }, data })
  const stored = await readPolicy(tx, workspaceId)
  if (stored === null) throw new Error('a policy that was saved is gone')
  return stored
}
