import { type FormEvent, useState } from 'react'
import { useHydrated } from '#components/form/hydrated'
import { Button } from '#components/ui/button'
import { Field } from '#components/ui/field'
import { Input } from '#components/ui/input'
import { MAX_NOTE_LENGTH } from '#lib/ip/allowlist-note'

export type NoteFixProps = { describedBy: string; pending: boolean; onPress: (note: string) => void }

/** A note, written where the hint stands. */
export function NoteFix({ describedBy, pending, onPress }: NoteFixProps) {
  const hydrated = useHydrated()
  const [note, setNote] = useState('')
  const send = (event: FormEvent) => {
    event.preventDefault()
    onPress(note)
  }
  return (
    <form onSubmit={send} className="flex w-full flex-wrap items-center gap-2 lg:w-auto lg:flex-nowrap">
      <Field label="Note" hideLabel className="w-full sm:w-64">
        <Input
          value={note}
          aria-describedby={describedBy}
          onChange={(event) => setNote(event.target.value)}
          maxLength={MAX_NOTE_LENGTH}
          placeholder="What it is for"
          autoComplete="off"
        />
      </Field>
      <Button type="submit" size="small" pending={pending} disabled={!hydrated}>
        Save note
      </Button>
    </form>
  )
}
