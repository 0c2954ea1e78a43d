import { Time } from '#components/ui/time'
import { doorWords } from '#lib/keys/words'

export type WhoAndWhenProps = { of: { who: string; address: string | null; door: string } }

/** Who did it, from which address and through which door. */
export function Who({ of: { who, address, door } }: WhoAndWhenProps) {
  return (
    <>
      {who}
      {address && (
        <>
          {' '}
          from <span className="address">{address}</span>
        </>
      )}
      , {doorWords(door) ?? `through ${door}`}
    </>
  )
}

/** The same in one line, with the time. */
export function WhoAndWhen({ of, now }: { of: WhoAndWhenProps['of'] & { label: string; at: Date }; now: Date }) {
  return (
    <span className="break-words">
      {of.label}: <Who of={of} />, <Time instant={of.at} now={now} />
    </span>
  )
}
