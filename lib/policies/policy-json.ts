import type { Json } from '#lib/audit/record'
import type { StoredPolicy } from './read-policies.ts'
import { rulesOf } from './rules.ts'

/** A policy as an audit event keeps it. */
export function policyJson(policy: StoredPolicy): Json {
  return {
    ...{ version: policy.version, reason: policy.reason },
    rules: { ...rulesOf(policy) },
    appliesFrom: policy.appliesFrom?.toISOString() ?? null,
  }
}
