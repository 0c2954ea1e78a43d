import { Time } from '#components/ui/time'

export function KeyExpiry({ expiresAt }: { expiresAt: Date | null }) {
  return expiresAt === null ? <span className="text-muted">Never</span> : <Time instant={expiresAt} show="date" />
}
