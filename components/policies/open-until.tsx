import { Time } from '#components/ui/time'

/** Under the access of a key in a table: until when it may let any address through. */
export function OpenUntil({ at, now }: { at: Date | null; now: Date }) {
  if (at === null) return null
  return (
    <span className="block text-warning-ink text-xs">
      {at <= now ? 'Open for too long' : 'Until '}
      {at > now && <Time instant={at} show="date" />}
    </span>
  )
}
