'use client'

import { useRouter } from 'next/navigation'
import { type FormEvent, useState } from 'react'
import type { z } from 'zod'
import { AllowedIpsField, type ListRules } from '#components/allowed-ips/allowed-ips-field'
import { ChangeReview } from '#components/allowlists/change-review'
import { useChangePreview } from '#components/allowlists/use-change-preview'
import { type GuardedResult, useLockoutGuard } from '#components/allowlists/use-lockout-guard'
import type { ActionResult } from '#components/form/action'
import { useActionForm } from '#components/form/action-form'
import { Form, SubmitButton } from '#components/form/form'
import { useListText } from '#components/keys/list-text'
import { RestingNotice } from '#components/keys/resting-notice'
import { ButtonLink } from '#components/ui/button-link'
import { Card, CardFooter } from '#components/ui/card'
import { announce } from '#components/ui/live-region'
import { toast } from '#components/ui/toast'
import type { ChangePreview } from '#lib/allowlists/preview'
import type { CurrentList, ListConflict, SavedList } from '#lib/lists/saved-list'
import { saveListSchema } from '#lib/lists/schema'
import { usedByWords } from '#lib/lists/words'
import { paths } from '#lib/paths'
import { ListConflictNotice } from './list-conflict-notice.tsx'
import { ListNameFields } from './list-name-fields.tsx'

type EditInput = z.input<typeof saveListSchema>
type Saved = SavedList | ListConflict

export type EditListFormProps = {
  /** The list as it was read for this page. */
  original: CurrentList
  keyCount: number
  action: (input: EditInput) => Promise<GuardedResult<SavedList> | ListConflict>
  /** What a save would do; it saves nothing. */
  preview: (input: { listId: string; entries: string }) => Promise<ActionResult<ChangePreview>>
  currentAddress: string | null
  serverSeesPublicCallers: boolean
  /** What policies of the installation want of the list. */
  rules?: ListRules
}

export function EditListForm({ original, keyCount, action, preview, ...caller }: EditListFormProps) {
  const router = useRouter()
  // What the editor has seen: at first the page, after a conflict what the notice showed.
  const [seen, setSeen] = useState(original)
  const [conflict, setConflict] = useState<ListConflict['current'] | null>(null)
  const { guard, dialog } = useLockoutGuard()

  const form = useActionForm<EditInput, Saved | null>({
    schema: saveListSchema,
    defaultValues: inputOf(original),
    action: async (input) =>
      (await guard<Saved>(async (confirmed) => {
        const result = await action({ ...input, confirmed })
        return 'current' in result ? { ok: true, value: result } : result
      })) ?? { ok: true, value: null },
    onSuccess: (saved) => {
      // Gone back to from the question whom it would refuse.
      if (saved === null) return
      if ('current' in saved) return setConflict(saved.current)
      toast({ title: `${saved.name} is saved`, description: savedWords(keyCount) })
      router.push(paths.namedList(saved.id))
      router.refresh()
    },
  })
  const { control, setValue, reset } = form.form
  const list = useListText(control, 'entries')
  const current = conflict ?? seen
  const review = useChangePreview(list.value === current.text ? null : list.value, (entries) =>
    preview({ listId: original.id, entries }),
  )

  const takeTheirs = (theirs: CurrentList) => {
    setSeen(theirs)
    setConflict(null)
    reset(inputOf(theirs))
    announce('The form now shows what they saved.')
  }
  const saveMine = (theirs: CurrentList, event: FormEvent) => {
    setValue('version', theirs.version)
    return form.submit(event)
  }

  return (
    <Card>
      <Form form={form} aria-label={`Edit ${original.name}`} className="gap-0">
        <div className="flex flex-col gap-6 px-5 py-5 sm:px-6 sm:py-6">
          {conflict && (
            <ListConflictNotice
              key={conflict.version}
              seen={seen}
              current={conflict}
              pending={form.pending}
              onUseTheirs={() => takeTheirs(conflict)}
              onSaveMine={(event) => saveMine(conflict, event)}
            />
          )}
          <ListNameFields
            name={form.text('name')}
            nameError={form.error('name')}
            description={form.text('description')}
            descriptionError={form.error('description')}
          />
          <RestingNotice resting={current.resting} />
          <AllowedIpsField {...list} {...caller} label="Addresses" subject="list" resting={current.resting} />
          <ChangeReview state={review} />
        </div>
        <CardFooter>
          <span className="figures">This list is {usedByWords(keyCount)}.</span>
          <span className="flex flex-wrap gap-2">
            <ButtonLink href={paths.namedList(original.id)}>Cancel</ButtonLink>
            <SubmitButton form={form}>Save</SubmitButton>
          </span>
        </CardFooter>
      </Form>
      {dialog}
    </Card>
  )
}

function inputOf({ id, version, name, description, text }: CurrentList): EditInput {
  return { listId: id, version, name, description: description ?? '', entries: text }
}

function savedWords(keyCount: number): string {
  if (keyCount === 0) return 'No key uses it yet.'
  return keyCount === 1 ? 'The next request of its key obeys it.' : `The next request of its ${keyCount} keys obeys it.`
}
