import { Callout } from '#components/ui/callout'
import { TextLink } from '#components/ui/text-link'
import { Time } from '#components/ui/time'
import type { EntryView } from '#lib/allowlists/entry-views'
import { endingSoon } from './ending.ts'

/** More than this are counted. */
const NAMED = 3

export type EndingNoticeProps = {
  entries: readonly EntryView[]
  now: Date
  /** Where the entries are changed; null where that is this page. */
  href: string | null
}

/** Says which entries admit nobody before long. Nothing while there are none. */
export function EndingNotice({ entries, now, href }: EndingNoticeProps) {
  const ending = endingSoon(entries, now)
  if (ending.length === 0) return null
  const more = ending.length - NAMED
  return (
    <Callout
      tone="warning"
      title={
        ending.length === 1
          ? 'One entry ends within a week'
          : `${ending.length.toLocaleString('en-US')} entries end within a week`
      }
    >
      <p className="figures">
        {ending.slice(0, NAMED).map(({ id, text, note, expiresAt }, place) => (
          <span key={id} className="wrap-anywhere">
            {place > 0 && ', '}
            <span className="address">{text}</span>
            {note !== null && ` (${note})`} <Time instant={expiresAt} now={now} />
          </span>
        ))}
        {more > 0 && `, and ${more.toLocaleString('en-US')} more`}.{' '}
        {href !== null && <TextLink href={href}>Look at the allowed addresses</TextLink>}
      </p>
    </Callout>
  )
}
