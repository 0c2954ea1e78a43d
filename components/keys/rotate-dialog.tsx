'use client'

import { useRouter } from 'next/navigation'
import { type FormEvent, useEffect, useId, useState } from 'react'
import type { Action } from '#components/form/action'
import { attempt } from '#components/form/attempt'
import { FormProblem } from '#components/form/form'
import { AlertDialog } from '#components/ui/alert-dialog'
import { Button } from '#components/ui/button'
import { Callout } from '#components/ui/callout'
import { RadioChips } from '#components/ui/radio-chips'
import { Time } from '#components/ui/time'
import { type Rotated, useReveal } from './rotation-stage.tsx'

export type RotateDialogProps = {
  subject: { id: string; name: string; revokeNeedsName: boolean }
  action: Action<{ keyId: string; graceSeconds: number }, Rotated>
  open: boolean
  onClose: () => void
}

const NONE = '0'

/** By the seconds that the old secret works yet. */
const graces = [
  { value: NONE, label: 'None' },
  { value: '3600', label: '1 hour' },
  { value: '86400', label: '24 hours' },
  { value: '604800', label: '7 days' },
  { value: '2592000', label: '30 days' },
] as const

type Grace = (typeof graces)[number]['value']

/** Explains a rotation, asks how long the old secret works yet, and hands the new one to the stage. */
export function RotateDialog({ subject, action, open, onClose }: RotateDialogProps) {
  const router = useRouter()
  const reveal = useReveal()
  const formId = useId()
  const [grace, setGrace] = useState<Grace>('86400')
  const [pending, setPending] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)

  const close = () => {
    setProblem(null)
    onClose()
  }

  const rotate = async (event: FormEvent) => {
    event.preventDefault()
    if (pending) return
    setProblem(null)
    setPending(true)
    const result = await attempt(action, { keyId: subject.id, graceSeconds: Number(grace) })
    setPending(false)
    if (result.ok) return reveal(result.value)
    setProblem(result.message)
    // Somebody else may have changed what this page shows.
    router.refresh()
  }

  return (
    <AlertDialog
      open={open}
      onOpenChange={(next) => (next || pending ? undefined : close())}
      title={`Rotate ${subject.name}?`}
      description="The new key takes over all of this one but its secret: name, list, expiry. Put it where this one is used, before the grace period ends."
      size="medium"
      footer={
        <>
          <Button onClick={close} disabled={pending}>
            Cancel
          </Button>
          <Button variant="primary" type="submit" form={formId} pending={pending}>
            Rotate
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={rotate} noValidate className="flex flex-col gap-4">
        <FormProblem message={problem} />
        <RadioChips
          legend="Grace period of the old secret"
          name="grace"
          options={graces}
          value={grace}
          onChange={setGrace}
          hint={open && <GraceHint grace={grace} />}
        />
        {grace === NONE && subject.revokeNeedsName && (
          <Callout tone="warning" role="status">
            This key was used in the last 24 hours. Whatever uses it is refused until it has the new secret.
          </Callout>
        )}
      </form>
    </AlertDialog>
  )
}

function GraceHint({ grace }: { grace: Grace }) {
  const now = useMinute()
  if (grace === NONE) return 'The old secret stops working at once.'
  return (
    <>
      Both secrets work until <Time instant={now + Number(grace) * 1000} show="time" />.
    </>
  )
}

const MINUTE_MS = 60_000

/** The time in milliseconds, told anew each minute. */
function useMinute(): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), MINUTE_MS)
    return () => clearInterval(timer)
  }, [])
  return now
}
