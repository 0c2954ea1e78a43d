import { Callout } from '#components/ui/callout'
import { Time } from '#components/ui/time'
import type { WouldHaveRefused } from '#lib/traffic/views'

/** What a key that only reports would have refused: the reason to enforce its list, or to mend it first. */
export function ReportNotice({ refused: { calls, addresses, since } }: { refused: WouldHaveRefused }) {
  const from = `${addresses.toLocaleString('en-US')} ${addresses === 1 ? 'address' : 'addresses'}`
  return (
    <Callout tone={calls === 0n ? 'success' : 'warning'} title="This key only reports">
      {calls === 0n ? (
        <p>
          Enforcing its list would have refused no call since <Time instant={since} show="time" />.
        </p>
      ) : (
        <p>
          Enforcing its list would have refused {calls.toLocaleString('en-US')} {calls === 1n ? 'call' : 'calls'} from{' '}
          {from} since <Time instant={since} show="time" />.
        </p>
      )}
    </Callout>
  )
}
