'use client'

import { Callout } from '#components/ui/callout'
import { Checkbox } from '#components/ui/checkbox'
import type { UnreadableRange } from '#lib/ranges/range-file'

/** More than these are counted. */
const SHOWN = 50

export type UnreadableRangesProps = {
  unreadable: readonly UnreadableRange[]
  leaveOut: boolean
  onLeaveOut: (leaveOut: boolean) => void
}

/** Everything of the file that could not be read, each with its place; it is left out only when somebody says so. */
export function UnreadableRanges({ unreadable, leaveOut, onLeaveOut }: UnreadableRangesProps) {
  if (unreadable.length === 0) return null
  const count = unreadable.length.toLocaleString('en-US')
  const title = unreadable.length === 1 ? 'One range cannot be read' : `${count} ranges cannot be read`
  return (
    <Callout tone="danger" title={title}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section aria-label="What cannot be read" tabIndex={0} className="max-h-40 overflow-y-auto">
        <ul>
          {unreadable.slice(0, SHOWN).map(({ where, text, message }) => (
            <li key={where} className="wrap-anywhere">
              <code className="address">{where}</code>: {text} ({message})
            </li>
          ))}
          {unreadable.length > SHOWN && <li>and {(unreadable.length - SHOWN).toLocaleString('en-US')} more</li>}
        </ul>
      </section>
      <Checkbox
        label={unreadable.length === 1 ? 'Leave it out' : `Leave the ${count} out`}
        checked={leaveOut}
        onChange={(event) => onLeaveOut(event.target.checked)}
      />
    </Callout>
  )
}
