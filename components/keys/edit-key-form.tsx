'use client'

import { useRouter } from 'next/navigation'
import { type FormEvent, useState } from 'react'
import type { z } from 'zod'
import { AllowedIpsField, type ListRules } from '#components/allowed-ips/allowed-ips-field'
import { useListDraft } from '#components/allowed-ips/use-list-draft'
import { ChangeReview } from '#components/allowlists/change-review'
import { useChangePreview } from '#components/allowlists/use-change-preview'
import { type GuardedResult, useLockoutGuard } from '#components/allowlists/use-lockout-guard'
import type { ActionResult } from '#components/form/action'
import { useActionForm } from '#components/form/action-form'
import { Form, SubmitButton } from '#components/form/form'
import { ButtonLink } from '#components/ui/button-link'
import { Card, CardFooter } from '#components/ui/card'
import { Field } from '#components/ui/field'
import { Input } from '#components/ui/input'
import { announce } from '#components/ui/live-region'
import { toast } from '#components/ui/toast'
import type { RestingEntries } from '#lib/allowlists/entry-standing'
import type { ChangePreview } from '#lib/allowlists/preview'
import type { SavedKey, UpdateConflict } from '#lib/keys/saved-key'
import { updateKeySchema } from '#lib/keys/schema'
import { paths } from '#lib/paths'
import { ConflictNotice } from './conflict-notice.tsx'
import { DraftNotice } from './draft-notice.tsx'
import { useListText } from './list-text.tsx'
import { useOpenConfirmation } from './open-confirmation.tsx'
import { RestingNotice } from './resting-notice.tsx'

type EditInput = z.input<typeof updateKeySchema>
type Saved = SavedKey | UpdateConflict
/** With the entries of its list that admit nobody. */
type SeenKey = SavedKey & { resting: RestingEntries }

export type EditKeyFormProps = {
  /** The key as it was read for this page. */
  original: SeenKey
  /** It has named lists too, so that an empty list of its own does not open it. */
  usesLists: boolean
  /** An address to put at the end of the list, not saved yet. */
  addition: string | null
  action: (input: EditInput) => Promise<GuardedResult<SavedKey> | UpdateConflict>
  /** What a save would do; it saves nothing. */
  preview: (input: { keyId: string; allowedIps: string }) => Promise<ActionResult<ChangePreview>>
  currentAddress: string | null
  serverSeesPublicCallers: boolean
  /** What policies of the installation want of the list. */
  rules?: ListRules
}

export function EditKeyForm(props: EditKeyFormProps) {
  const { original, usesLists, addition, action, preview, currentAddress, serverSeesPublicCallers, rules } = props
  const router = useRouter()
  // What the editor has seen: at first the page, after a conflict what the notice showed.
  const [seen, setSeen] = useState(original)
  const [conflict, setConflict] = useState<UpdateConflict['current'] | null>(null)
  const { guard, dialog: lockoutDialog } = useLockoutGuard()

  const form = useActionForm<EditInput, Saved | null>({
    schema: updateKeySchema,
    defaultValues: inputOf(original, addition),
    action: async (input) =>
      (await guard<Saved>(async (confirmed) => {
        const result = await action({ ...input, confirmed })
        return 'current' in result ? { ok: true, value: result } : result
      })) ?? { ok: true, value: null },
    onSuccess: (saved) => {
      // Gone back to from the question whom it would refuse.
      if (saved === null) return
      if ('current' in saved) return setConflict(saved.current)
      toast({ title: `${saved.name} is saved`, description: 'The next request obeys it.' })
      router.push(paths.apiKey(saved.id))
      router.refresh()
    },
  })
  const { control, getValues, setValue, trigger, reset } = form.form
  const list = useListText(control, 'allowedIps')
  const isDrafted = useListDraft(original.id, list.value, list.onChange)
  const { resting } = conflict ?? seen
  const isListChanged = list.value !== (conflict ?? seen).allowedIps
  const review = useChangePreview(isListChanged ? list.value : null, (allowedIps) =>
    preview({ keyId: original.id, allowedIps }),
  )
  const { submit, dialog } = useOpenConfirmation({
    isOpen: usesLists || (conflict ?? seen).accessMode === 'open',
    listIsEmpty: () => getValues('allowedIps').trim() === '',
    checkOthers: () => trigger('name', { shouldFocus: true }),
    setConfirmed: (confirmed) => setValue('openToAny', confirmed),
    submit: form.submit,
  })

  const takeTheirs = (current: SeenKey) => {
    setSeen(current)
    setConflict(null)
    reset(inputOf(current, null))
    announce('The form now shows what they saved.')
  }
  const saveMine = (current: SavedKey, event: FormEvent) => {
    setValue('version', current.version)
    return submit(event)
  }

  return (
    <Card>
      <Form form={{ ...form, submit }} aria-label={`Edit ${original.name}`} className="gap-0">
        <div className="flex flex-col gap-6 px-5 py-5 sm:px-6 sm:py-6">
          {conflict && (
            <ConflictNotice
              key={conflict.version}
              seen={seen}
              current={conflict}
              pending={form.pending}
              onUseTheirs={() => takeTheirs(conflict)}
              onSaveMine={(event) => saveMine(conflict, event)}
            />
          )}
          <Field label="Name" error={form.error('name')}>
            <Input {...form.text('name')} autoComplete="off" className="max-w-md" />
          </Field>
          {isDrafted && <DraftNotice />}
          <RestingNotice resting={resting} />
          <AllowedIpsField
            {...list}
            subject={usesLists ? 'listed_key' : 'key'}
            resting={resting}
            currentAddress={currentAddress}
            serverSeesPublicCallers={serverSeesPublicCallers}
            {...(rules === undefined ? {} : { rules })}
          />
          <ChangeReview state={review} />
        </div>
        <CardFooter className="justify-end">
          <ButtonLink href={paths.apiKey(original.id)}>Cancel</ButtonLink>
          <SubmitButton form={form}>Save</SubmitButton>
        </CardFooter>
      </Form>
      {dialog}
      {lockoutDialog}
    </Card>
  )
}

function inputOf({ id, version, name, allowedIps, accessMode }: SavedKey, addition: string | null): EditInput {
  const text = addition === null ? allowedIps : [allowedIps, addition].filter(Boolean).join('\n')
  return { keyId: id, version, name, allowedIps: text, openToAny: accessMode === 'open' }
}
