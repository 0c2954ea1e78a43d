'use client'

import { Plus } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState, useTransition } from 'react'
import { useController, useWatch } from 'react-hook-form'
import type { z } from 'zod'
import { type GuardedResult, useLockoutGuard } from '#components/allowlists/use-lockout-guard'
import { useActionForm } from '#components/form/action-form'
import { attempt } from '#components/form/attempt'
import { Form, SubmitButton } from '#components/form/form'
import { ExpiryField } from '#components/keys/expiry-field'
import { Checkbox } from '#components/ui/checkbox'
import { Field } from '#components/ui/field'
import { Input } from '#components/ui/input'
import { announce } from '#components/ui/live-region'
import { addEntriesSchema } from '#lib/keys/entry-schema'
import { entryExpiryChoices } from './entry-expiry.tsx'
import { EntryReading } from './entry-reading.tsx'

type AddInput = z.input<typeof addEntriesSchema>
type Added = { added: number; known: number }
export type AddAction = (input: AddInput) => Promise<GuardedResult<Added>>

export type AddEntryProps = {
  keyId: string
  /** The key is open, so that a list alone refuses nobody. */
  isOpen: boolean
  /** What stands at the switch from open to enforced at first. */
  enforceAtFirst: boolean
  action: AddAction
}

/** One line of addresses for the list: an address, a network or a range, with a note and an end. */
export function AddEntry({ keyId, isOpen, enforceAtFirst, action }: AddEntryProps) {
  const router = useRouter()
  const [, startRefresh] = useTransition()
  const { guard, dialog } = useLockoutGuard()
  // A new form for every entry, so that the choice of an end begins anew too.
  const [round, setRound] = useState(0)
  const blank = { keyId, text: '', note: '', expiresAt: null, enforce: enforceAtFirst, confirmed: '' }

  const form = useActionForm<AddInput, Added | null>({
    schema: addEntriesSchema,
    defaultValues: blank,
    action: async (input) =>
      (await guard((confirmed) => attempt(action, { ...input, confirmed }))) ?? { ok: true, value: null },
    onSuccess: (added, _typed, reset) => {
      // Null: the person went back from the question, so that what was typed stays.
      if (added === null) return
      announce(addedWords(added))
      reset(blank)
      setRound((one) => one + 1)
      form.form.setFocus('text')
      startRefresh(() => router.refresh())
    },
  })
  const { control } = form.form
  const expiry = useController({ control, name: 'expiresAt' })
  const enforce = useController({ control, name: 'enforce' })
  const text = useWatch({ control, name: 'text' })

  return (
    <>
      <Form form={form} aria-label="Add an entry" className="gap-4 border-line border-b px-5 py-4 sm:px-6">
        <div className="flex flex-wrap items-start gap-x-3 gap-y-4">
          <Field
            label="Address, network or range"
            error={form.error('text')}
            hint={<EntryReading text={text} />}
            className="min-w-0 flex-[3] basis-64"
          >
            <Input
              {...form.text('text')}
              placeholder="203.0.113.7 or 203.0.113.0/24"
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              className="address"
            />
          </Field>
          <Field label="Note" optional error={form.error('note')} className="min-w-0 flex-[2] basis-48">
            <Input {...form.text('note')} placeholder="Whose address this is" autoComplete="off" />
          </Field>
          <ExpiryField
            key={round}
            label="Ends"
            effect="Ends on"
            choices={entryExpiryChoices}
            value={expiry.field.value}
            onChange={expiry.field.onChange}
            error={form.error('expiresAt')}
            className="basis-40"
          />
          <SubmitButton form={form} className="sm:mt-[1.6875rem]">
            <Plus aria-hidden="true" />
            Add
          </SubmitButton>
        </div>
        {isOpen && (
          <Checkbox
            label="Enforce the list from now on"
            description="The key is open to any address. Ticked, adding this refuses every address that the list does not name."
            checked={enforce.field.value}
            onChange={(event) => enforce.field.onChange(event.target.checked)}
          />
        )}
      </Form>
      {dialog}
    </>
  )
}

function addedWords({ added, known }: Added): string {
  const news = added === 1 ? 'Added one entry.' : `Added ${added.toLocaleString('en-US')} entries.`
  return known === 0 ? news : `${news} ${known.toLocaleString('en-US')} were in the list already.`
}
