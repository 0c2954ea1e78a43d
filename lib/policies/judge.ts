import type { Network } from '#lib/ip/network'
import { type AppliedPolicies, bypassEnd, earliest, openEnd, widthEnd } from './limits.ts'

type Ruled = { readonly policies: AppliedPolicies }

/** Whether a policy ended that a key lets any address through. */
export function isOpenTooLong({ openSince, policies }: Ruled & { openSince: Date | null }, now: Date): boolean {
  const end = openEnd(openSince, policies)
  return end !== null && end <= now
}

/** Whether a bypass opens a key, and no policy forbids that. */
export function isBypassed({ bypassUntil, policies }: Ruled & { bypassUntil: Date | null }, now: Date): boolean {
  const end = bypassUntil === null ? null : earliest([bypassUntil, bypassEnd(policies)])
  return end !== null && end > now
}

/** Entries of a key or of a named list, each ending when a policy that it is too wide for begins to apply. */
export function withinPolicies<E extends { readonly network: Network; readonly expiresAt: Date | null }>(
  entries: readonly E[],
  policies: AppliedPolicies,
): readonly E[] {
  if (policies.every(({ appliesFrom }) => appliesFrom === null)) return entries
  return entries.map((entry) => ({
    ...entry,
    expiresAt: earliest([entry.expiresAt, widthEnd(entry.network, policies)]),
  }))
}
