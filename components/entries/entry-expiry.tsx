import { dayOf, type ExpiryChoice, endOfDay, inHours } from '#components/keys/expiry-field'

/** How long an entry can be in force; the first is what stands there at first. */
export const entryExpiryChoices: readonly ExpiryChoice[] = [
  { value: '', label: 'Never', at: () => null },
  { value: 'hour', label: 'In 1 hour', at: () => inHours(1) },
  { value: 'today', label: 'At the end of today', at: () => endOfDay(dayOf(new Date())) },
  { value: '7', label: 'In 7 days', at: () => inHours(7 * 24) },
  { value: '30', label: 'In 30 days', at: () => inHours(30 * 24) },
]

/** The same for an entry that ends already: first to leave that as it is. */
export function expiryChoicesFrom(expiresAt: Date | null): readonly ExpiryChoice[] {
  if (expiresAt === null) return entryExpiryChoices
  const stays = { value: 'stays', label: 'As it is', at: () => expiresAt.toISOString() }
  return [stays, ...entryExpiryChoices]
}
