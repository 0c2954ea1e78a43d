const SOON_MS = 7 * 24 * 60 * 60 * 1000

/** Whether something ends within a week and has not ended yet. */
export function endsSoon(at: Date, now: Date): boolean {
  const leftMs = at.getTime() - now.getTime()
  return leftMs > 0 && leftMs <= SOON_MS
}

type Ending = { standing: string; expiresAt: Date | null }

/** The entries in force that end within a week, the next to end first. */
export function endingSoon<Entry extends Ending>(
  entries: readonly Entry[],
  now: Date,
): readonly (Entry & { expiresAt: Date })[] {
  return entries
    .filter((entry): entry is Entry & { expiresAt: Date } => entry.standing === 'in_force' && entry.expiresAt !== null)
    .filter((entry) => endsSoon(entry.expiresAt, now))
    .sort((a, b) => a.expiresAt.getTime() - b.expiresAt.getTime())
}
