import type { WantedEntry } from '#lib/allowlists/entry-changes'
import type { Tx } from '#lib/db'
import type { AccessMode } from '#lib/verify/key-record'
import { refuseUse } from './check-list.ts'
import type { EffectivePolicy } from './effective.ts'
import { type PolicyRefusal, refusalOf } from './refusal.ts'
import { listViolations, noList, type RuledList } from './violations.ts'

/** A list that is to be made; what an entry does not say is on and for ever. */
export type NewListPlan = { readonly accessMode: AccessMode; readonly entries: readonly WantedEntry[] }

export type NewKeyPlan = NewListPlan & { readonly lists?: readonly { readonly id: string; readonly name: string }[] }

type Place = { readonly workspaceId: string; readonly now: Date }

/** Null when no policy stands against a new key with this list. `before`: the list of the key that it takes the place of. */
export async function refuseNewKey(
  tx: Tx,
  { workspaceId, now, policy }: Place & { readonly policy: EffectivePolicy },
  { lists = [], before = noList, ...plan }: NewKeyPlan & { readonly before?: RuledList },
): Promise<PolicyRefusal | null> {
  return refuseNewList(policy, { before, plan, now }) ?? (await refuseUse(tx, { workspaceId, now }, lists))
}

/** The same of a list alone. */
export function refuseNewList(
  policy: EffectivePolicy,
  { before = noList, plan, now }: { before?: RuledList; plan: NewListPlan; now: Date },
): PolicyRefusal | null {
  const after = { accessMode: plan.accessMode, entries: plan.entries.map(ruled) }
  return refusalOf(policy, listViolations(policy.rules, { before, after }, now))
}

function ruled({ network, note, enabled = true, expiresAt = null }: WantedEntry) {
  return { network, note, enabled, expiresAt }
}
