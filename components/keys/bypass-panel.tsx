'use client'

import { useRouter } from 'next/navigation'
import { useTransition } from 'react'
import { useController } from 'react-hook-form'
import type { z } from 'zod'
import type { Action } from '#components/form/action'
import { useActionForm } from '#components/form/action-form'
import { Form, SubmitButton } from '#components/form/form'
import { useHydrated } from '#components/form/hydrated'
import { Section } from '#components/ui/card'
import { Field } from '#components/ui/field'
import { Input } from '#components/ui/input'
import { RadioChips } from '#components/ui/radio-chips'
import { Time } from '#components/ui/time'
import { toast } from '#components/ui/toast'
import { bypassSchema } from '#lib/keys/schema'

type BypassInput = z.input<typeof bypassSchema>

const lengths = [5, 15, 30, 60].map((minutes) => ({ value: String(minutes), label: `${minutes} minutes` }))
const FIRST_MINUTES = 15

export type BypassPanelProps = {
  keyId: string
  /** One runs already, which another would replace. */
  isRunning: boolean
  /** The workspace's ceiling is enforced, which no bypass lifts. */
  withinCeiling: boolean
  action: Action<BypassInput>
}

/** Opens a key for some minutes, with a reason: for the outage that a missing address caused. */
export function BypassPanel({ keyId, isRunning, withinCeiling, action }: BypassPanelProps) {
  const router = useRouter()
  const [, startRefresh] = useTransition()
  const form = useActionForm<BypassInput, unknown>({
    schema: bypassSchema,
    defaultValues: { keyId, minutes: FIRST_MINUTES, reason: '' },
    action,
    onSuccess: (_, { minutes }, reset) => {
      toast({ title: `Open to any address for ${minutes} minutes`, description: 'It ends by itself.' })
      reset()
      startRefresh(() => router.refresh())
    },
  })
  const { field } = useController({ control: form.form.control, name: 'minutes' })
  return (
    <Section
      title="Open for a while"
      description={`Lets any address${withinCeiling ? ' within the ceiling' : ''} through, then the list applies again by itself. Calls that it would have refused are noted meanwhile, so that you see which addresses are missing.`}
    >
      <Form form={form} aria-label="Open for a while" className="gap-4">
        <RadioChips
          legend="For how long"
          name="minutes"
          options={lengths}
          value={String(field.value)}
          onChange={(minutes) => field.onChange(Number(minutes))}
          hint={<EndsAt minutes={field.value} />}
        />
        <div className="flex flex-wrap items-start gap-x-3 gap-y-4">
          <Field label="Reason" error={form.error('reason')} className="min-w-0 flex-1 basis-64">
            <Input
              {...form.text('reason')}
              placeholder="What is missing, or who is locked out"
              autoComplete="off"
              maxLength={200}
            />
          </Field>
          <SubmitButton form={form} variant="secondary" className="sm:mt-[1.6875rem]">
            {isRunning ? 'Open anew' : 'Open'}
          </SubmitButton>
        </div>
      </Form>
    </Section>
  )
}

/** The browser's clock at best; the server counts from when it is sent. */
function EndsAt({ minutes }: { minutes: number }) {
  const hydrated = useHydrated()
  if (!hydrated) return <>Ends by itself.</>
  return (
    <>
      Ends by itself on about <Time instant={Date.now() + minutes * 60_000} show="time" />.
    </>
  )
}
