import { Badge } from '#components/ui/badge'
import { classNames } from '#components/ui/class-names'
import { Time } from '#components/ui/time'
import type { EntryLine } from '#lib/allowlists/diff-view'
import { sourceWords } from '../../entries/source-words.ts'

export type EntryTextProps = { entry: EntryLine; now: Date; isGone?: boolean }

/** One entry of a version: its network with note, and what else is said of it. */
export function EntryText({ entry: { text, note, enabled, expiresAt, source }, now, isGone = false }: EntryTextProps) {
  return (
    <span className="flex min-w-0 flex-wrap items-baseline gap-x-2 gap-y-0.5">
      <span className={classNames('address wrap-anywhere', isGone && 'text-muted line-through')}>{text}</span>
      {note !== null && <span className="wrap-anywhere text-muted"># {note}</span>}
      {!enabled && <Badge>Off</Badge>}
      {source !== null && <Badge tone="info">{sourceWords(source)}</Badge>}
      {expiresAt !== null && (
        <span className="figures text-muted text-xs">
          {expiresAt > now ? 'until' : 'expired'} <Time instant={expiresAt} show="time" />
        </span>
      )}
    </span>
  )
}
