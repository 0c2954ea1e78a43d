import type { ReactNode } from 'react'
import { TextLink } from '#components/ui/text-link'
import { Time } from '#components/ui/time'
import type { WhyOrGone } from '#lib/findings/why'
import { paths } from '#lib/paths'

const number = (count: number) => count.toLocaleString('en-US')

/** The entry or the figure that makes a key a finding. */
export function WhyText({ why, now }: { why: WhyOrGone; now: Date }): ReactNode {
  switch (why.kind) {
    case 'entries':
      return <Entries {...why} />
    case 'used':
      return (
        <>
          Used <Time instant={why.at} now={now} />
        </>
      )
    case 'unused':
      return (
        <>
          {why.never ? 'Never used, made ' : 'Last used '}
          <Time instant={why.since} now={now} />
        </>
      )
    case 'refused':
      return `${number(why.addresses)} addresses, ${number(why.calls)} refused calls in 24 hours`
    case 'shared':
      return (
        <>
          <TextLink href={paths.staffLookup({ q: why.range })} className="address">
            {why.range}
          </TextLink>
          , in lists of {number(why.workspaces)} workspaces
        </>
      )
    case 'widened':
      return (
        <>
          {why.opensToAny ? 'No longer enforced' : `${why.gained} more`}
          {why.list !== null && `, by the list “${why.list}”`}, <Time instant={why.at} now={now} />, by{' '}
          <span className="wrap-anywhere">{why.by}</span>
        </>
      )
    case 'expired':
      return `${number(why.entries)} expired ${why.entries === 1 ? 'entry' : 'entries'}, none in force`
    case 'acted':
      return (
        <>
          {why.action}, <Time instant={why.at} now={now} />, by <span className="wrap-anywhere">{why.by}</span>
        </>
      )
    case 'gone':
      return 'It has changed since'
  }
}

function Entries({ entries, total }: Extract<WhyOrGone, { kind: 'entries' }>) {
  return (
    <ul className="flex flex-col gap-0.5">
      {entries.map(({ network, note, list }) => (
        <li key={`${network} ${list}`} className="min-w-0">
          <TextLink href={paths.staffLookup({ q: network })} className="address">
            {network}
          </TextLink>
          {note && <span className="text-muted"> {note}</span>}
          {list !== null && <span className="text-muted"> in “{list}”</span>}
        </li>
      ))}
      {total > entries.length && <li className="text-muted text-xs">and {number(total - entries.length)} more</li>}
    </ul>
  )
}
