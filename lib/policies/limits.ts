import type { Network } from '#lib/ip/network'
import type { PolicyRules } from './rules.ts'

/** A policy with what it needs to rule verification. */
export type AppliedPolicy = PolicyRules & {
  /** From when it also rules what exists; null: only what is saved. */
  readonly appliesFrom: Date | null
  /** Since when it says something of open keys. */
  readonly openDaysFrom: Date | null
}

/** Of all workspaces and of one workspace; those that there are. */
export type AppliedPolicies = readonly AppliedPolicy[]

const DAY_MS = 24 * 60 * 60_000

/** When a key ends by the longest life that is allowed; null: no policy ends it. As `gatelist_life_end` of the database. */
export function lifeEnd(createdAt: Date, policies: AppliedPolicies): Date | null {
  return earliest(
    policies.map(({ maxKeyLifeDays: days, appliesFrom }) =>
      days === null || appliesFrom === null ? null : later(appliesFrom, daysAfter(createdAt, days)),
    ),
  )
}

/**
 * Until when a key that lets any address through may do so; null: for ever. As `gatelist_open_end` of the database.
 *
 * @param openSince null for a key that enforces
 */
export function openEnd(openSince: Date | null, policies: AppliedPolicies): Date | null {
  if (openSince === null) return null
  return earliest(
    policies.flatMap(({ requireRestricted, appliesFrom, openDays, openDaysFrom }) => [
      requireRestricted ? appliesFrom : null,
      openDays === null
        ? null
        : daysAfter(openDaysFrom === null ? openSince : later(openSince, openDaysFrom), openDays),
    ]),
  )
}

/** Until when an entry counts, for its width; null: for ever. As `gatelist_width_end` of the database. */
export function widthEnd(network: Network, policies: AppliedPolicies): Date | null {
  return earliest(policies.map((policy) => (isTooWide(network, policy) ? policy.appliesFrom : null)))
}

/** From when no key may be bypassed; null: a key may. */
export function bypassEnd(policies: AppliedPolicies): Date | null {
  return earliest(policies.map((policy) => (policy.requireRestricted ? policy.appliesFrom : null)))
}

export function isTooWide({ family, prefixBits }: Network, rules: Pick<PolicyRules, 'widestV4' | 'widestV6'>): boolean {
  const widest = family === 4 ? rules.widestV4 : rules.widestV6
  return widest !== null && prefixBits < widest
}

/** The earlier of what is said, as SQL's `least`: null says nothing. */
export function earliest(times: readonly (Date | null)[]): Date | null {
  return times.reduce((least, at) => (at !== null && (least === null || at < least) ? at : least), null)
}

export function daysAfter(from: Date, days: number): Date {
  return new Date(from.getTime() + days * DAY_MS)
}

function later(a: Date, b: Date): Date {
  return a > b ? a : b
}
