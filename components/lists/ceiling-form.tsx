'use client'

import { useRouter } from 'next/navigation'
import { type FormEvent, useEffect, useState } from 'react'
import type { z } from 'zod'
import { AllowedIpsField } from '#components/allowed-ips/allowed-ips-field'
import { ChangeReview } from '#components/allowlists/change-review'
import { useChangePreview } from '#components/allowlists/use-change-preview'
import { type GuardedResult, useLockoutGuard } from '#components/allowlists/use-lockout-guard'
import type { ActionResult } from '#components/form/action'
import { useActionForm } from '#components/form/action-form'
import { Form, SubmitButton } from '#components/form/form'
import { useListText } from '#components/keys/list-text'
import { RestingNotice } from '#components/keys/resting-notice'
import { Section } from '#components/ui/card'
import { announce } from '#components/ui/live-region'
import { toast } from '#components/ui/toast'
import type { RestingEntries } from '#lib/allowlists/entry-standing'
import type { ChangePreview } from '#lib/allowlists/preview'
import type { ListConflict, SavedList } from '#lib/lists/saved-list'
import { saveCeilingSchema } from '#lib/lists/schema'
import type { CeilingMode } from '#lib/lists/views'
import { ListConflictNotice } from './list-conflict-notice.tsx'

type CeilingInput = z.input<typeof saveCeilingSchema>
type Saved = SavedList | ListConflict
type Seen = { version: number; text: string; resting: RestingEntries }

export type CeilingFormProps = {
  /** The ceiling as it was read for this page. */
  original: Seen & { mode: CeilingMode }
  action: (input: CeilingInput) => Promise<GuardedResult<SavedList> | ListConflict>
  /** What a save would do; it saves nothing. */
  preview: (input: { entries: string }) => Promise<ActionResult<ChangePreview>>
  currentAddress: string | null
  serverSeesPublicCallers: boolean
}

/** What is in the ceiling. How it is applied is its own act, beside this. */
export function CeilingForm({ original, action, preview, ...caller }: CeilingFormProps) {
  const router = useRouter()
  const [seen, setSeen] = useState<Seen>(original)
  const [conflict, setConflict] = useState<ListConflict['current'] | null>(null)
  const { guard, dialog } = useLockoutGuard()

  const form = useActionForm<CeilingInput, Saved | null>({
    schema: saveCeilingSchema,
    defaultValues: inputOf(original),
    action: async (input) =>
      (await guard<Saved>(async (confirmed) => {
        const result = await action({ ...input, confirmed })
        return 'current' in result ? { ok: true, value: result } : result
      })) ?? { ok: true, value: null },
    onSuccess: (saved, typed, resetTo) => {
      // Gone back to from the question whom it would refuse.
      if (saved === null) return
      if ('current' in saved) return setConflict(saved.current)
      const { version } = saved
      setConflict(null)
      setSeen({ ...seen, version, text: typed.entries })
      resetTo({ version, entries: typed.entries })
      toast({ title: 'The ceiling is saved', description: savedWords[original.mode] })
      router.refresh()
    },
  })
  const { control, setValue, reset } = form.form
  const list = useListText(control, 'entries')
  const current = conflict ?? seen
  const review = useChangePreview(list.value === current.text ? null : list.value, (entries) => preview({ entries }))

  // The page was read anew: after a save here, or because the ceiling is applied otherwise now. What is being typed stays.
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was read last is set against what was seen then
  useEffect(() => {
    if (original.version < seen.version) return
    if (original.text === seen.text) setValue('version', original.version)
    else if (list.value === seen.text) reset(inputOf(original))
    else return
    setSeen(original)
  }, [original])

  const takeTheirs = (theirs: Seen) => {
    setSeen(theirs)
    setConflict(null)
    reset(inputOf(theirs))
    announce('The form now shows what they saved.')
  }
  const saveMine = (theirs: Seen, event: FormEvent) => {
    setValue('version', theirs.version)
    return form.submit(event)
  }

  return (
    <Section title="Addresses" description="What no key can go beyond. Within it, each key’s own list decides.">
      <Form form={form} aria-label="Addresses of the ceiling">
        {conflict && (
          <ListConflictNotice
            key={conflict.version}
            seen={{ name: conflict.name, description: conflict.description, text: seen.text }}
            current={conflict}
            pending={form.pending}
            onUseTheirs={() => takeTheirs(conflict)}
            onSaveMine={(event) => saveMine(conflict, event)}
          />
        )}
        <RestingNotice resting={current.resting} />
        <AllowedIpsField {...list} {...caller} label="Ceiling" subject="ceiling" resting={current.resting} />
        <ChangeReview state={review} />
        <div className="flex justify-end">
          <SubmitButton form={form}>Save ceiling</SubmitButton>
        </div>
      </Form>
      {dialog}
    </Section>
  )
}

function inputOf({ version, text }: Seen): CeilingInput {
  return { version, entries: text }
}

const savedWords = {
  off: 'It is off: no call is judged by it yet.',
  report: 'Calls from outside are noted from now on.',
  enforce: 'The next request of every key obeys it.',
} satisfies Record<CeilingMode, string>
