import { absoluteTime } from '#lib/time'
import { type EffectivePolicy, sourceWords } from './effective.ts'
import { daysAfter } from './limits.ts'
import { type PolicyRefusal, policyRefusal } from './refusal.ts'
import type { PolicyRules } from './rules.ts'
import { days } from './words.ts'

/** What a browser's clock and a date field may be off by. */
const TOLERANCE_MS = 60_000

/** The last moment at which a key made at a time may expire; null: none is set. */
export function latestExpiry({ maxKeyLifeDays }: PolicyRules, madeAt: Date): Date | null {
  return maxKeyLifeDays === null ? null : daysAfter(madeAt, maxKeyLifeDays)
}

/** What a key gets for which no expiry was said; never later than the one that it would have without a policy. */
export function cappedExpiry(rules: PolicyRules, madeAt: Date, wanted: Date | null): Date | null {
  const latest = latestExpiry(rules, madeAt)
  if (latest === null || wanted === null) return wanted ?? latest
  return wanted < latest ? wanted : latest
}

/** Null when a key may expire then. `wanted` null: never, as somebody chose. */
export function lifeRefusal(policy: EffectivePolicy, madeAt: Date, wanted: Date | null): PolicyRefusal | null {
  const latest = latestExpiry(policy.rules, madeAt)
  if (latest === null || (wanted !== null && wanted.getTime() <= latest.getTime() + TOLERANCE_MS)) return null
  const longest = days(policy.rules.maxKeyLifeDays ?? 0)
  return policyRefusal(
    `${sourceWords[policy.from.maxKeyLifeDays]} lets a key live for at most ${longest}. Choose an expiry up to ${absoluteTime(latest)}.`,
  )
}
