import { Badge } from '#components/ui/badge'
import type { EntryStanding } from '#lib/allowlists/entry-standing'
import { standingWords } from '#lib/keys/words'

/** Says why an entry of a list admits nobody. */
export function StandingBadge({ standing }: { standing: Exclude<EntryStanding, 'in_force'> }) {
  return <Badge tone={standing === 'off' ? 'neutral' : 'warning'}>{standingWords[standing]}</Badge>
}
