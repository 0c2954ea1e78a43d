import { readEntries, storedEntries } from '#lib/allowlists/entries'
import type { Tx } from '#lib/db'
import type { AccessMode } from '#lib/verify/key-record'
import { effectivePolicy } from './effective.ts'
import { readEffective, type WorkspacePolicies } from './read-policies.ts'
import { type PolicyRefusal, refusalOf } from './refusal.ts'
import { attachViolations, listViolations, type RuledEntry } from './violations.ts'

/** Whose list it is, as `ListSubject` says it. */
type Subject = {
  readonly kind: 'key' | 'shared' | 'ceiling'
  readonly workspaceId: string
  readonly accessMode: AccessMode
  readonly now: Date
}

type Change = {
  readonly before: readonly RuledEntry[]
  readonly after: readonly RuledEntry[]
  /** Afterwards. */
  readonly accessMode: AccessMode
}

/**
 * Null when no policy stands against a change of a list. A ceiling only narrows: whatever it says, no policy minds.
 *
 * @param policies those of its workspace
 */
export function refuseList(policies: WorkspacePolicies, subject: Subject, change: Change): PolicyRefusal | null {
  if (subject.kind === 'ceiling') return null
  const policy = effectivePolicy(policies.all, policies.own)
  const sides = {
    before: { accessMode: subject.accessMode, entries: change.before },
    after: { accessMode: change.accessMode, entries: change.after },
  }
  return refusalOf(policy, listViolations(policy.rules, sides, subject.now))
}

/** Null when a key of the workspace may use these named lists, which it did not use before. */
export async function refuseUse(
  tx: Tx,
  { workspaceId, now }: Pick<Subject, 'workspaceId' | 'now'>,
  lists: readonly { readonly id: string; readonly name: string }[],
): Promise<PolicyRefusal | null> {
  if (lists.length === 0) return null
  const policy = await readEffective(tx, workspaceId)
  if (policy.rules.widestV4 === null && policy.rules.widestV6 === null) return null
  for (const { id, name } of lists) {
    const entries = readEntries(await storedEntries(tx, { kind: 'shared', id }))
    const refused = refusalOf(policy, attachViolations(policy.rules, entries, now), name)
    if (refused !== null) return refused
  }
  return null
}
