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
