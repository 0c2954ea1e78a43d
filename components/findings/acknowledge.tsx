'use client'

import { useRouter } from 'next/navigation'
import { useId, useState } from 'react'
import type { z } from 'zod'
import type { Action } from '#components/form/action'
import { useActionForm } from '#components/form/action-form'
import { FormProblem } from '#components/form/form'
import { AlertDialog } from '#components/ui/alert-dialog'
import { Button } from '#components/ui/button'
import { Field } from '#components/ui/field'
import { Input } from '#components/ui/input'
import { Textarea } from '#components/ui/textarea'
import { toast } from '#components/ui/toast'
import { type RuleId, rules } from '#lib/findings/rules'
import { acknowledgeSchema, MOST_DAYS } from '#lib/findings/schema'

export type AcknowledgeAction = Action<z.input<typeof acknowledgeSchema>>

/** What is acknowledged: one key, or every key of a workspace. */
export type AcknowledgeOf =
  | { kind: 'key'; keyId: string; workspaceId: string; name: string }
  | { kind: 'workspace'; workspaceId: string; name: string }

export type AcknowledgeProps = { rule: RuleId; of: AcknowledgeOf; now: Date; action: AcknowledgeAction }

/** Asks why a finding is in order and until when, and then leaves it out. */
export function Acknowledge(props: AcknowledgeProps) {
  const [open, setOpen] = useState(false)
  const { of } = props
  const label = of.kind === 'key' ? 'Acknowledge' : 'Acknowledge for the workspace'
  return (
    <>
      <Button
        size="small"
        onClick={() => setOpen(true)}
        aria-label={of.kind === 'key' ? `Acknowledge ${of.name}` : undefined}
      >
        {label}
      </Button>
      {open && <Question {...props} close={() => setOpen(false)} />}
    </>
  )
}

const DAY_MS = 86_400_000
const USUAL_DAYS = 90
const dayOf = (now: Date, days: number) => new Date(now.getTime() + days * DAY_MS).toISOString().slice(0, 10)

function Question({ rule, of, now, action, close }: AcknowledgeProps & { close: () => void }) {
  const router = useRouter()
  const formId = useId()
  const { text, error, submit, problem, pending } = useActionForm({
    schema: acknowledgeSchema,
    defaultValues: {
      ...{ rule, workspaceId: of.workspaceId, reason: '', until: dayOf(now, USUAL_DAYS) },
      keyId: of.kind === 'key' ? of.keyId : null,
    },
    action,
    onSuccess: () => {
      toast({ title: `${of.name} is left out`, description: 'Until then neither count nor list has it.' })
      close()
      router.refresh()
    },
  })
  return (
    <AlertDialog
      open
      onOpenChange={(next) => (next ? undefined : close())}
      title={of.kind === 'key' ? `Acknowledge “${of.name}”` : `Acknowledge every key of “${of.name}”`}
      description={`“${rules[rule].title}” leaves ${of.kind === 'key' ? 'this key' : 'the keys of this workspace'} out until the day is over.`}
      footer={
        <>
          <Button onClick={close}>Cancel</Button>
          <Button type="submit" form={formId} variant="primary" pending={pending}>
            Acknowledge
          </Button>
        </>
      }
    >
      <form id={formId} method="post" noValidate onSubmit={submit} className="flex flex-col gap-4">
        <FormProblem message={problem} />
        <Field label="Reason" error={error('reason')} hint="In the audit trail, for who asks later.">
          <Textarea {...text('reason')} maxLength={500} />
        </Field>
        <Field label="Until the end of" error={error('until')}>
          <Input {...text('until')} type="date" min={dayOf(now, 0)} max={dayOf(now, MOST_DAYS)} className="w-44" />
        </Field>
      </form>
    </AlertDialog>
  )
}
