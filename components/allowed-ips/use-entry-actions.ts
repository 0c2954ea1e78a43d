import { type RefObject, useLayoutEffect, useMemo, useRef } from 'react'
import { type Edit, type Span, spanNow, suggestionEdit } from './apply-suggestion.ts'
import type { EntryActions } from './entry-actions.tsx'
import type { ListReading } from './list-reading.ts'
import { removalEdit } from './remove-entries.ts'
import { type TextEdits, useTextEdits } from './use-text-edits.ts'

type EntryActionsInput = {
  textarea: RefObject<HTMLTextAreaElement | null>
  value: string
  onChange: (text: string) => void
  reading: ListReading | null
  disabled: boolean
}

/** The presses of the reading, translated from the text that was read to the text as it is by now. */
export function useEntryActions(input: EntryActionsInput): { actions: EntryActions; edits: TextEdits } {
  const { value, reading, disabled } = input
  const edits = useTextEdits(input)
  // Read at the press, not at the rendering: thousands of key presses need no new actions.
  const latest = useRef(value)
  useLayoutEffect(() => {
    latest.current = value
  })
  const actions = useMemo<EntryActions>(() => {
    const now = (span: Span) => (reading === null ? null : spanNow(span, reading.text, latest.current))
    const apply = (edit: Edit | null) => {
      const span = edit && now(edit)
      if (edit !== null && span !== null) edits.apply({ ...edit, ...span })
    }
    const items = reading?.kind === 'items' ? reading.items : []
    return {
      disabled,
      show: (item) => {
        const span = now(item)
        if (span !== null) edits.select({ start: span.start, end: span.end })
      },
      accept: (item, suggestion) => apply(suggestionEdit(item, suggestion)),
      removable: (places) => items.length > places.length,
      remove: (places) => apply(removalEdit({ text: reading?.text ?? '', items, places })),
    }
  }, [reading, disabled, edits])
  return { actions, edits }
}
