import { Badge } from '#components/ui/badge'
import type { KeyRow } from '#lib/keys/views'

/** What sets a key apart from one that was made here and is kept secret; nothing for that one. */
export function KeyBadges({ of: { kind, visibility } }: { of: Pick<KeyRow, 'kind' | 'visibility'> }) {
  return (
    <>
      {kind === 'imported' && <Badge tone="info">Imported</Badge>}
      {visibility === 'public' && <Badge tone="accent">Publishable</Badge>}
    </>
  )
}
