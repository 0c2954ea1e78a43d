import type { AccessMode } from '#lib/keys/views'
import { accessWords } from '#lib/keys/words'

export type KeyAccessProps = { access: { accessMode: AccessMode; entryCount: number; addressCount: string } }

/** "Any address", or the number of entries and of addresses. */
export function KeyAccess({ access }: KeyAccessProps) {
  const { title, detail } = accessWords(access)
  return (
    <span className="figures">
      {title}
      {detail && <span className="block text-muted text-xs">{detail}</span>}
    </span>
  )
}
