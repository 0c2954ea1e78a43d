'use client'

import { useId, useRef, useState } from 'react'
import { Field } from '#components/ui/field'
import { Textarea } from '#components/ui/textarea'
import type { RestingEntries } from '#lib/allowlists/entry-standing'
import { activeEntry } from './active-entry.ts'
import { AddressTester } from './address-tester.tsx'
import { appendEdit } from './apply-suggestion.ts'
import { CurrentAddress } from './current-address.tsx'
import { emptyListWords } from './empty-list-words.ts'
import { EntryActionsProvider } from './entry-actions.tsx'
import { type ListSubject, ListSubjectProvider } from './list-subject.tsx'
import { ReadingPanel } from './reading-panel.tsx'
import { useEntryActions } from './use-entry-actions.ts'
import { useParsedList } from './use-parsed-list.ts'
import { useSettled } from './use-settled.ts'

export type AllowedIpsFieldProps = {
  name: string
  label?: string
  /** The text of the list exactly as typed; it is never tidied behind the writer's back. */
  value: string
  onChange: (text: string) => void
  /** The address this server sees the reader come from; null when it cannot tell. */
  currentAddress: string | null
  /** Callers come from the internet, so that private and reserved ranges never match. */
  serverSeesPublicCallers: boolean
  error?: string | undefined
  disabled?: boolean
  subject?: ListSubject
  /** Entries of the saved list that admit nobody. */
  resting?: RestingEntries
  /** What policies of the installation want of the list. */
  rules?: ListRules
}

/** `mustList`: an empty list is not allowed. */
export type ListRules = { readonly sentences: readonly string[]; readonly mustList: boolean }

const NOTHING_RESTS: RestingEntries = {}
const NO_RULES: ListRules = { sentences: [], mustList: false }

/** The text of a list, its live reading entry by entry, and a box to try an address on it. */
export function AllowedIpsField(props: AllowedIpsFieldProps) {
  const {
    name,
    label = 'Allowed IPs',
    onChange,
    currentAddress,
    serverSeesPublicCallers,
    error,
    disabled = false,
    subject = 'key',
    resting = NOTHING_RESTS,
    rules = NO_RULES,
  } = props
  // The browser counts a line end in a text box as one character; offsets must agree with it.
  const value = props.value.replaceAll('\r\n', '\n')
  const summaryId = useId()
  const textarea = useRef<HTMLTextAreaElement>(null)
  const [caret, setCaret] = useState<number | null>(null)
  const reading = useParsedList(value, { serverSeesPublicCallers, resting })
  const settled = useSettled(reading)
  const { actions, edits } = useEntryActions({ textarea, value, onChange, reading, disabled })
  const refused = settled?.kind === 'separators_only' || (settled?.kind === 'items' && settled.problems.length > 0)
  const typing = settled !== reading || reading?.text !== value
  return (
    <div className="@container flex min-w-0 flex-col gap-3">
      <Field label={label} hint={hintOf(emptyListWords[subject].hint, rules)} error={error}>
        <Textarea
          ref={textarea}
          name={name}
          value={value}
          rows={6}
          disabled={disabled}
          aria-describedby={summaryId}
          aria-invalid={Boolean(error) || refused || undefined}
          onChange={(event) => onChange(event.target.value)}
          onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
          onBlur={() => setCaret(null)}
          autoComplete="off"
          autoCapitalize="off"
          autoCorrect="off"
          spellCheck={false}
          className="address field-sizing-fixed leading-6"
        />
      </Field>
      <CurrentAddress
        currentAddress={currentAddress}
        reading={reading}
        disabled={disabled}
        onAdd={(address) => edits.apply(appendEdit(value, address))}
      />
      <ListSubjectProvider value={subject}>
        <EntryActionsProvider value={actions}>
          <ReadingPanel summaryId={summaryId} reading={reading} active={activeEntry(reading, caret)} typing={typing} />
        </EntryActionsProvider>
        <AddressTester reading={reading} />
      </ListSubjectProvider>
    </div>
  )
}

function hintOf(whenEmpty: string, { sentences, mustList }: ListRules): string {
  if (sentences.length === 0) return whenEmpty
  return [...(mustList ? [] : [`${whenEmpty}.`]), ...sentences].join(' ')
}
