import { Callout } from '#components/ui/callout'
import type { ObservedCallers } from '#lib/traffic/suggest-callers'

/** Whom the list would refuse of those who called: nobody, but for who was left out and what cannot be known. */
export function WouldBeRefused({ observed, left }: { observed: ObservedCallers; left: ReadonlySet<string> }) {
  const { unknownCalls, otherCalls } = observed
  const isClean = left.size === 0 && unknownCalls === 0 && otherCalls === 0
  return (
    <Callout
      tone={isClean ? 'success' : 'warning'}
      title={left.size === 0 ? 'It would refuse none of these callers' : leftWords(left)}
      aria-live="polite"
    >
      {unknownCalls > 0 && (
        <p>{callsWords(unknownCalls)} came from an address that could not be determined. A list refuses such calls.</p>
      )}
      {otherCalls > 0 && (
        <p>
          {callsWords(otherCalls)} came from further addresses that were too many to be kept apart. Whether this list
          admits them is not known.
        </p>
      )}
    </Callout>
  )
}

const NAMED = 3

function leftWords(left: ReadonlySet<string>): string {
  const named = [...left].slice(0, NAMED).join(', ')
  const more = left.size > NAMED ? ` and ${(left.size - NAMED).toLocaleString('en-US')} more` : ''
  return `It would refuse ${named}${more}, left out by you`
}

function callsWords(calls: number): string {
  return calls === 1 ? '1 call' : `${calls.toLocaleString('en-US')} calls`
}
