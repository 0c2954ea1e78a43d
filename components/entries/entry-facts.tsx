import { StandingBadge } from '#components/allowed-ips/standing-badge'
import { AddressText } from '#components/keys/address-text'
import { Badge } from '#components/ui/badge'
import { classNames } from '#components/ui/class-names'
import { Time } from '#components/ui/time'
import { VisuallyHidden } from '#components/ui/visually-hidden'
import type { EntryView } from '#lib/allowlists/entry-views'
import { endsSoon } from './ending.ts'

import { sourceWords } from './source-words.ts'

type Fact = { entry: EntryView; now: Date }

/** The columns of a row after its switch: on a wide list beside each other, on a narrow one below the network. */
export const factColumns =
  '@3xl:grid @3xl:grid-cols-[minmax(0,1.25fr)_minmax(0,1.15fr)_minmax(0,1fr)_minmax(0,1fr)] @3xl:items-center @3xl:gap-x-5'

/** What stands above the rows of a wide list; each row says it again to those who do not see it. */
export function FactHeadings() {
  return (
    <div className={classNames('min-w-0 flex-1', factColumns)}>
      <span>Network</span>
      <span>Note</span>
      <span>Last match</span>
      <span>Added</span>
    </div>
  )
}

/** What a row says of its entry. */
export function EntryFacts({ entry, now }: Fact) {
  return (
    <div className={classNames('flex min-w-0 flex-1 flex-col gap-1', factColumns)}>
      <NetworkFact entry={entry} now={now} />
      <p className={classNames('wrap-anywhere min-w-0', entry.note === null && 'text-faint @max-3xl:hidden')}>
        <VisuallyHidden>Note: </VisuallyHidden>
        {entry.note ?? 'No note'}
      </p>
      <MatchFact entry={entry} now={now} />
      <AddedFact entry={entry} now={now} />
    </div>
  )
}

function NetworkFact({ entry, now }: Fact) {
  const { text, addressCount, standing, source, expiresAt } = entry
  const isResting = standing !== 'in_force'
  return (
    <div className="min-w-0">
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <span className={classNames('address wrap-anywhere font-semibold', isResting && 'text-muted line-through')}>
          {text}
        </span>
        {isResting && <StandingBadge standing={standing} />}
        {source !== null && <Badge tone="info">{sourceWords(source)}</Badge>}
      </p>
      <p className="figures text-muted text-xs">
        {addressCount}
        {expiresAt !== null && (
          <>
            {' · '}
            <span className={classNames(standing === 'in_force' && endsSoon(expiresAt, now) && 'text-warning-ink')}>
              {expiresAt > now ? 'ends' : 'ended'} <Time instant={expiresAt} now={now} />
            </span>
          </>
        )}
      </p>
    </div>
  )
}

function MatchFact({ entry: { match, text }, now }: Fact) {
  if (match === null) return <p className="text-faint @max-3xl:text-xs">Never matched</p>
  return (
    <p className="min-w-0 @max-3xl:text-muted @max-3xl:text-xs">
      <span className="@3xl:spoken">Last matched </span>
      <Time instant={match.lastAt} now={now} />
      <span className="figures text-muted text-xs @3xl:block">
        {' '}
        {match.count.toLocaleString('en-US')} {match.count === 1n ? 'call' : 'calls'}
        {match.lastAddress !== null && match.lastAddress !== text && (
          <>
            , from <AddressText address={match.lastAddress} />
          </>
        )}
      </span>
    </p>
  )
}

function AddedFact({ entry: { addedAt, addedBy }, now }: Fact) {
  return (
    <p className="min-w-0 @max-3xl:text-muted @max-3xl:text-xs">
      <span className="@3xl:spoken">Added </span>
      <Time instant={addedAt} now={now} />
      {addedBy !== null && <span className="wrap-anywhere text-muted text-xs @3xl:block"> by {addedBy}</span>}
    </p>
  )
}
