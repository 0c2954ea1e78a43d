import { classNames } from '#components/ui/class-names'
import { Time } from '#components/ui/time'
import { AddressText } from './address-text.tsx'

export type LastUsedProps = { lastUsed: { at: Date; address: string | null } | null; now: Date }

/** When a call was last let through, and from where. */
export function LastUsed({ lastUsed, now }: LastUsedProps) {
  if (lastUsed === null) return <span className="text-muted">Never</span>
  return (
    <span>
      <Time instant={lastUsed.at} now={now} className="whitespace-nowrap" />
      <span className="block text-muted text-xs">
        {lastUsed.address ? (
          <>
            from <AddressText address={lastUsed.address} />
          </>
        ) : (
          'address unknown'
        )}
      </span>
    </span>
  )
}

/** Only an IPv6 address is long enough to be broken. */
function Address({ text }: { text: string }) {
  return <span className={classNames('address', text.includes(':') ? 'break-all' : 'whitespace-nowrap')}>{text}</span>
}
