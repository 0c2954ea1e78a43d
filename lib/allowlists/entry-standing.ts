import { isInForce, type ListedEntry } from './listed-entry.ts'

/**
 * `off`: switched off; `expired`: its time is over; `too_wide`: a policy allows nothing as wide. None of these admits anybody,
 * and all stay in the list.
 */
export type EntryStanding = 'in_force' | 'off' | 'expired' | 'too_wide'

export function entryStanding(entry: Pick<ListedEntry, 'enabled' | 'expiresAt'>, now: Date): EntryStanding {
  if (!entry.enabled) return 'off'
  return isInForce(entry, now) ? 'in_force' : 'expired'
}

/** Which networks of a list admit nobody, and why, by their canonical text with the prefix. */
export type RestingEntries = Readonly<Record<string, Exclude<EntryStanding, 'in_force'>>>

type Entry = Pick<ListedEntry, 'enabled' | 'expiresAt'> & { readonly network: string }

export function restingEntries(entries: readonly Entry[], now: Date): RestingEntries {
  return Object.fromEntries(
    entries.flatMap((entry) => {
      const standing = entryStanding(entry, now)
      return standing === 'in_force' ? [] : [[entry.network, standing]]
    }),
  )
}
