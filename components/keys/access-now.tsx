import { TextLink } from '#components/ui/text-link'
import { Time } from '#components/ui/time'
import { paths } from '#lib/paths'
import type { WouldHaveRefused } from '#lib/traffic/views'

export type AccessNowProps = { keyId: string; would: WouldHaveRefused | null }

/** Of a key that only reports: what enforcing would have refused so far. Of any other, nothing. */
export function AccessNow({ keyId, would }: AccessNowProps) {
  if (would === null) return null
  const since = <Time instant={would.since} show="time" />
  if (would.calls === 0n) {
    return <p className="text-muted">Enforcing would have refused no call since {since}.</p>
  }
  return (
    <p className="figures">
      <span className="font-medium">
        Would have refused {would.calls.toLocaleString('en-US')} {would.calls === 1n ? 'call' : 'calls'} from{' '}
        {would.addresses.toLocaleString('en-US')} {would.addresses === 1 ? 'address' : 'addresses'}
      </span>{' '}
      since {since}. <TextLink href={paths.apiKeyRefused(keyId)}>Look at them</TextLink>
    </p>
  )
}
