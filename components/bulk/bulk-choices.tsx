'use client'

import { Callout } from '#components/ui/callout'
import { Checkbox } from '#components/ui/checkbox'
import type { BulkMode, BulkPreview } from '#lib/allowlists/bulk-preview'

/** `withCovered` is null while nobody chose: a replacement keeps every line, an addition only what is needed. */
export type Choices = { leaveOut: boolean; withCovered: boolean | null; enforce: boolean }

export type BulkChoicesProps = {
  preview: BulkPreview
  mode: BulkMode
  isOpen: boolean
  choices: Choices
  onChange: (choices: Choices) => void
}

/** What there is to decide before the import, each where it applies. */
export function BulkChoices({
  preview: { counts, unnamed, isCut },
  mode,
  isOpen,
  choices,
  onChange,
}: BulkChoicesProps) {
  const { leaveOut, withCovered, enforce } = choices
  return (
    <div className="flex flex-col gap-4 empty:hidden">
      {mode === 'replace' && unnamed.length > 0 && (
        <Callout tone="warning">
          {unnamed.length === 1
            ? 'One entry of the list is not among the lines, and is removed.'
            : `${unnamed.length.toLocaleString('en-US')} entries of the list are not among the lines, and are removed.`}
        </Callout>
      )}
      {counts.refused > 0 && !isCut && (
        <Checkbox
          label={`Leave out the ${lines(counts.refused, 'refused')}`}
          description="What is left out is not saved anywhere. Keep the text, to mend it later."
          checked={leaveOut}
          onChange={(event) => onChange({ ...choices, leaveOut: event.target.checked })}
        />
      )}
      {counts.covered > 0 && (
        <Checkbox
          label={`Keep the ${lines(counts.covered, 'covered')} too`}
          description="Nobody more is admitted by it, until the wider entry goes."
          checked={withCovered ?? mode === 'replace'}
          onChange={(event) => onChange({ ...choices, withCovered: event.target.checked })}
        />
      )}
      {isOpen && <EnforceChoice enforce={enforce} onChange={(next) => onChange({ ...choices, enforce: next })} />}
    </div>
  )
}

type EnforceChoiceProps = { enforce: boolean; onChange: (enforce: boolean) => void }

/** Closing an open key is an act of its own. */
export function EnforceChoice({ enforce, onChange }: EnforceChoiceProps) {
  return (
    <Checkbox
      label="Enforce the list from now on"
      description="The key is open to any address. Ticked, importing refuses every address that the list does not name."
      checked={enforce}
      onChange={(event) => onChange(event.target.checked)}
    />
  )
}

function lines(count: number, kind: string): string {
  return count === 1 ? `one ${kind} line` : `${count.toLocaleString('en-US')} ${kind} lines`
}
