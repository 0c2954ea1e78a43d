import { Eye } from 'lucide-react'
import type { ReactNode } from 'react'
import { Badge } from '#components/ui/badge'
import { ButtonLink } from '#components/ui/button-link'
import { Time } from '#components/ui/time'
import type { VersionPair } from '#lib/allowlists/version-pages'
import type { HistoryEvent } from '#lib/keys/views'
import { HistoryChangeLines } from './history-change-lines.tsx'
import type { ModeWords } from './mode-words.ts'
import { VersionRadio } from './version-radio.tsx'
import { Who } from './who-and-when.tsx'

export type HistoryItemProps = {
  event: HistoryEvent
  modeWords: ModeWords
  /** Null for what made no version. */
  viewHref: string | null
  /** What is chosen to be compared; null where there is nothing to compare. */
  pair: VersionPair | null
  restore: ReactNode
  keyHrefOf?: ((keyId: string) => string) | undefined
  now: Date
}

export function HistoryItem({ event, modeWords, viewHref, pair, restore, keyHrefOf, now }: HistoryItemProps) {
  const { version } = event
  return (
    <li className="px-5 py-3.5 sm:px-6">
      <p className="flex flex-wrap items-baseline justify-between gap-x-4">
        <span className="flex flex-wrap items-baseline gap-x-2 font-medium">
          {event.label}
          {version !== null && <Badge className="figures">Version {version}</Badge>}
        </span>
        <Time instant={event.at} now={now} className="text-muted" />
      </p>
      <p className="break-words text-muted">
        <Who of={event} />
      </p>
      <HistoryChangeLines change={event.change} modeWords={modeWords} keyHrefOf={keyHrefOf} />
      {version !== null && (
        <div className="mt-2 flex flex-wrap items-center gap-2">
          {viewHref !== null && (
            <ButtonLink size="small" href={viewHref} scroll={false} aria-label={`View version ${version}`}>
              <Eye aria-hidden="true" />
              View
            </ButtonLink>
          )}
          {restore}
          {pair !== null && (
            <span className="ml-auto flex gap-2">
              <VersionRadio side="a" version={version} checked={pair.a === version} />
              <VersionRadio side="b" version={version} checked={pair.b === version} />
            </span>
          )}
        </div>
      )}
    </li>
  )
}
