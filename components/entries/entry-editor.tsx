'use client'

import { type FormEvent, type KeyboardEvent, useState } from 'react'
import type { ActionResult } from '#components/form/action'
import { FormProblem } from '#components/form/form'
import { ExpiryField } from '#components/keys/expiry-field'
import { Button } from '#components/ui/button'
import { Field } from '#components/ui/field'
import { Input } from '#components/ui/input'
import type { EntryView } from '#lib/allowlists/entry-views'
import { expiryChoicesFrom } from './entry-expiry.tsx'

import type { EntryEdit } from './use-entry-changes.tsx'

export type EntryEditorProps = {
  entry: EntryView
  pending: boolean
  /** Null: the person went back from a question, and the editor stays. */
  save: (edit: EntryEdit) => Promise<ActionResult<unknown> | null>
  /** Saved or given up. */
  onClose: () => void
}

/** A row while its note and expiry are edited. What was typed stays whatever the server answers. */
export function EntryEditor({ entry, pending, save, onClose }: EntryEditorProps) {
  const { text, note, expiresAt } = entry
  const [typed, setTyped] = useState(note ?? '')
  const was = expiresAt?.toISOString() ?? null
  const [ends, setEnds] = useState(was)
  const [problem, setProblem] = useState<Problem>({ message: null, fields: {} })

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (pending) return
    setProblem({ message: null, fields: {} })
    const result = await save({ note: typed, ...(ends === was ? {} : { expiresAt: ends }) })
    if (result?.ok) onClose()
    else if (result !== null) setProblem(problemOf(result))
  }
  const giveUp = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && !pending) onClose()
  }

  return (
    <form
      noValidate
      onSubmit={submit}
      onKeyDown={giveUp}
      aria-label={`Edit ${text}`}
      className="flex flex-col gap-4 bg-sunken/60 px-5 py-4 sm:px-6"
    >
      <p className="address wrap-anywhere font-semibold">{text}</p>
      <FormProblem message={problem.message} />
      <div className="flex flex-wrap items-start gap-x-3 gap-y-4">
        <Field label="Note" error={problem.fields.note} className="min-w-0 flex-1 basis-64">
          <Input
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            autoComplete="off"
            placeholder="Whose address this is"
            ref={focusAtOnce}
          />
        </Field>
        <ExpiryField
          label="Ends"
          effect="Ends on"
          choices={expiryChoicesFrom(expiresAt)}
          value={ends}
          onChange={setEnds}
          error={problem.fields.expiresAt}
          className="basis-52"
        />
      </div>
      <div className="flex justify-end gap-2">
        <Button size="small" onClick={onClose}>
          Cancel
        </Button>
        <Button size="small" type="submit" variant="primary" pending={pending}>
          Save
        </Button>
      </div>
    </form>
  )
}

type Problem = { message: string | null; fields: Record<string, string> }

function problemOf({ message, fields = {} }: Extract<ActionResult<unknown>, { ok: false }>): Problem {
  const own = 'note' in fields || 'expiresAt' in fields
  return { message: own ? null : message, fields }
}

/** The editor opens where a button was, so it takes over that button's focus. */
function focusAtOnce(input: HTMLInputElement | null): void {
  input?.focus({ preventScroll: true })
}
