import { prisma } from '#lib/db'
import { databaseNow } from '#lib/db/now'
import { type AffectedPage, affectedKeys, type PolicyEffect, policyEffect, type WantedPolicy } from './effect.ts'
import { readPolicy } from './read-policies.ts'
import type { WantedPolicyInput } from './schema.ts'

/** A wish with the times that it would be stored with. */
export async function wantedPolicy({ workspaceId, rules, appliesFrom }: WantedPolicyInput): Promise<WantedPolicy> {
  const [stored, now] = [await readPolicy(prisma(), workspaceId), await databaseNow(prisma())]
  return {
    ...rules,
    workspaceId,
    appliesFrom: appliesFrom === 'now' ? now : appliesFrom,
    openDaysFrom: rules.openDays === null ? null : (stored?.openDaysFrom ?? now),
  }
}

/** What a policy would do, with the first keys that it concerns; nothing is saved. */
export async function previewPolicy(input: WantedPolicyInput): Promise<{ effect: PolicyEffect; first: AffectedPage }> {
  const wanted = await wantedPolicy(input)
  const effect = await policyEffect(wanted)
  const isWithout = [effect.loses, ...Object.values(effect.breaks)].every(({ keys }) => keys === 0)
  // To find none takes as long as to count them all.
  return { effect, first: isWithout ? { keys: [], next: null } : await affectedKeys(wanted, {}) }
}

/** A further page of those keys. */
export async function previewKeys(input: WantedPolicyInput & { after: string | null }): Promise<AffectedPage> {
  return affectedKeys(await wantedPolicy(input), { after: input.after })
}
