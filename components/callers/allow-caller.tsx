'use client'

import { useRouter } from 'next/navigation'
import { useId, useState } from 'react'
import { useController } from 'react-hook-form'
import type { z } from 'zod'
import { type GuardedResult, useLockoutGuard } from '#components/allowlists/use-lockout-guard'
import { entryExpiryChoices } from '#components/entries/entry-expiry'
import { useActionForm } from '#components/form/action-form'
import { attempt } from '#components/form/attempt'
import { Form } from '#components/form/form'
import { ExpiryField } from '#components/keys/expiry-field'
import { AlertDialog } from '#components/ui/alert-dialog'
import { Button } from '#components/ui/button'
import { Field } from '#components/ui/field'
import { Input } from '#components/ui/input'
import { RadioChips } from '#components/ui/radio-chips'
import { toast } from '#components/ui/toast'
import { addEntriesSchema } from '#lib/keys/entry-schema'
import type { AllowedChoice } from '#lib/traffic/allowed-choice'

type AllowInput = z.input<typeof addEntriesSchema>
export type AllowAction = (input: AllowInput) => Promise<GuardedResult<{ added: number; known: number }>>

export type AllowCallerProps = {
  keyId: string
  keyName: string
  choice: AllowedChoice
  /** The key lets everybody through for now, so that nothing changes before it enforces. */
  onlyReports: boolean
  action: AllowAction
}

/** Puts a refused address on the list without leaving the page. */
export function AllowCaller(props: AllowCallerProps) {
  const [open, setOpen] = useState(false)
  const { address, subnet, first } = props.choice
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)}>
        Allow<span className="spoken"> {first === 'address' ? address : subnet}</span>
      </Button>
      {open && <AllowDialog {...props} onClose={() => setOpen(false)} />}
    </>
  )
}

type AllowDialogProps = AllowCallerProps & { onClose: () => void }

function AllowDialog({ keyId, keyName, choice, onlyReports, action, onClose }: AllowDialogProps) {
  const router = useRouter()
  const formId = useId()
  const { guard, dialog } = useLockoutGuard()
  const textOf = (which: 'address' | 'subnet') => (which === 'address' ? choice.address : choice.subnet) ?? ''
  const form = useActionForm<AllowInput, { added: number; known: number } | null>({
    schema: addEntriesSchema,
    defaultValues: { keyId, text: textOf(choice.first), note: '', expiresAt: null, enforce: false, confirmed: '' },
    action: async (input) =>
      (await guard((confirmed) => attempt(action, { ...input, confirmed }))) ?? { ok: true, value: null },
    onSuccess: (added, { text }) => {
      if (added === null) return
      onClose()
      toast({ title: `${text} is on the list of ${keyName}`, description: 'It is let through from the next call on.' })
      router.refresh()
    },
  })
  const { control } = form.form
  const text = useController({ control, name: 'text' })
  const expiry = useController({ control, name: 'expiresAt' })
  const which = text.field.value === choice.subnet ? 'subnet' : 'address'
  return (
    <>
      <AlertDialog
        open
        size="medium"
        onOpenChange={(next) => (next || form.pending ? undefined : onClose())}
        title={`Allow ${text.field.value}?`}
        description={
          onlyReports
            ? `It goes on the list of ${keyName}. The key only reports now; once it enforces its list, this caller still passes.`
            : `It goes on the list of ${keyName} and is let through from the next call on.`
        }
        footer={
          <>
            <Button onClick={onClose} disabled={form.pending}>
              Cancel
            </Button>
            <Button variant="primary" type="submit" form={formId} pending={form.pending}>
              Allow
            </Button>
          </>
        }
      >
        <Form id={formId} form={form} aria-label="Allow this address" className="gap-4">
          {choice.address !== null && choice.subnet !== null && (
            <RadioChips
              legend="What to allow"
              name="which"
              options={[
                { value: 'address', label: 'Address' },
                { value: 'subnet', label: 'Its /64' },
              ]}
              value={which}
              onChange={(next) => text.field.onChange(textOf(next))}
              hint={
                which === 'subnet'
                  ? `${choice.subnet}: all addresses of one network, which a machine may choose from as it likes.`
                  : `${choice.address} alone.`
              }
            />
          )}
          <Field label="Note" optional error={form.error('note')}>
            <Input {...form.text('note')} placeholder="Whose address this is" autoComplete="off" />
          </Field>
          <ExpiryField
            label="Ends"
            effect="Ends on"
            choices={entryExpiryChoices}
            value={expiry.field.value}
            onChange={expiry.field.onChange}
            error={form.error('expiresAt')}
          />
        </Form>
      </AlertDialog>
      {dialog}
    </>
  )
}
