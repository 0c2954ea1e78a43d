import { useState } from 'react'
import { Button } from '#components/ui/button'
import { Section } from '#components/ui/card'
import { Checkbox } from '#components/ui/checkbox'
import { Time } from '#components/ui/time'
import type { Caller } from '#lib/traffic/suggest-callers'

export type CallerPickerProps = {
  callers: readonly Caller[]
  /** Callers that are left out, by their text. */
  left: ReadonlySet<string>
  onChange: (text: string, isWanted: boolean) => void
  now: Date
}

const STEP = 50

/** Everybody who was let through, the latest first; who is unticked is neither listed nor widened over. */
export function CallerPicker({ callers, left, onChange, now }: CallerPickerProps) {
  const [shown, setShown] = useState(STEP)
  const more = callers.length - shown
  return (
    <Section
      title="Callers"
      description="Who was let through in this time. Untick who should not be: no entry is widened over them."
      flush
    >
      <ul aria-label="Callers" className="divide-y divide-line">
        {callers.slice(0, shown).map((caller) => (
          <li
            key={caller.text}
            className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1 px-5 py-2.5 sm:px-6"
          >
            <Checkbox
              label={<span className="address wrap-anywhere">{caller.text}</span>}
              checked={!left.has(caller.text)}
              onChange={(event) => onChange(caller.text, event.target.checked)}
            />
            <span className="figures text-muted">
              {caller.calls.toLocaleString('en-US')} {caller.calls === 1 ? 'call' : 'calls'}, last{' '}
              <Time instant={caller.lastAt} now={now} />
            </span>
          </li>
        ))}
      </ul>
      {more > 0 && (
        <div className="border-line border-t px-5 py-3 sm:px-6">
          <Button size="small" onClick={() => setShown(shown + 10 * STEP)}>
            Show more ({more.toLocaleString('en-US')} not shown)
          </Button>
        </div>
      )}
    </Section>
  )
}
