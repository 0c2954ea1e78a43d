import { prisma } from '#lib/db'
import { databaseNow } from '#lib/db/now'
import { effectivePolicy } from './effective.ts'
import { cappedExpiry } from './key-life.ts'
import { type AppliedPolicies, earliest } from './limits.ts'
import { readApplied, readPolicies } from './read-policies.ts'
import { saysNothing } from './rules.ts'
import { keyRuleSentences, listRuleSentences, ruleSentences } from './words.ts'

/** What people of a workspace are told of the policies that rule it. */
export type ToldPolicy = {
  /** Each rule as a sentence. */
  rules: string[]
  /** Those of them that a list must obey. */
  listRules: { sentences: string[]; mustList: boolean }
  /** The same for the list of a key, which may have to be restricted to it. */
  keyRules: { sentences: string[]; mustList: boolean }
  /** When a key that is made now ends at the latest; null: none is set. */
  latestExpiry: Date | null
  maxKeyLifeDays: number | null
  /** From when the first of the policies also rules what exists; null: only what is saved. */
  appliesFrom: Date | null
  now: Date
}

/** Null when no policy rules the workspace. */
export async function toldPolicy(workspaceId: string): Promise<ToldPolicy | null> {
  const { all, own } = await readPolicies(prisma(), workspaceId)
  const { rules } = effectivePolicy(all, own)
  if (saysNothing(rules)) return null
  const now = await databaseNow(prisma())
  const policies: AppliedPolicies = [all, own].filter((policy) => policy !== null)
  return {
    rules: ruleSentences(rules),
    listRules: { sentences: listRuleSentences(rules), mustList: false },
    keyRules: { sentences: keyRuleSentences(rules), mustList: rules.requireRestricted },
    latestExpiry: cappedExpiry(rules, now, null),
    maxKeyLifeDays: rules.maxKeyLifeDays,
    appliesFrom: earliest(policies.map((policy) => policy.appliesFrom)),
    now,
  }
}

/** What rules verification of the workspace's keys. */
export function appliedPolicies(workspaceId: string): Promise<AppliedPolicies> {
  return readApplied(prisma(), workspaceId)
}
