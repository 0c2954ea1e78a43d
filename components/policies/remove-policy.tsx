'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { attempt } from '#components/form/attempt'
import { FormProblem } from '#components/form/form'
import { AlertDialog } from '#components/ui/alert-dialog'
import { Button } from '#components/ui/button'
import { Field } from '#components/ui/field'
import { Input } from '#components/ui/input'
import { toast } from '#components/ui/toast'
import { paths } from '#lib/paths'
import type { DeleteAction, PolicyPlace } from './policy-actions.ts'

/** Takes a policy away, with a reason. */
export function RemovePolicy({ place, action }: { place: PolicyPlace; action: DeleteAction }) {
  const router = useRouter()
  const [open, setOpen] = useState(false)
  const [pending, setPending] = useState(false)
  const [reason, setReason] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const close = () => {
    setOpen(false)
    setProblem(null)
  }
  const remove = async () => {
    setPending(true)
    const answer = await attempt(action, { ...place, reason })
    setPending(false)
    if (!answer.ok) return setProblem(answer.message)
    toast({ title: 'The policy is removed' })
    router.push(paths.staffPolicies())
    router.refresh()
  }
  return (
    <>
      <Button onClick={() => setOpen(true)}>Remove the policy</Button>
      <AlertDialog
        open={open}
        onOpenChange={(next) => (next ? undefined : close())}
        title="Remove this policy?"
        description="Nothing of what it says rules saves and requests any more. Keys that lost power by it have it again at once."
        footer={
          <>
            <Button onClick={close}>Cancel</Button>
            <Button variant="danger" pending={pending} onClick={() => void remove()}>
              Remove
            </Button>
          </>
        }
      >
        <div className="flex flex-col gap-4">
          {problem && <FormProblem message={problem} />}
          <Field label="Reason" hint="It is kept in the audit trail.">
            <Input
              value={reason}
              maxLength={500}
              autoComplete="off"
              onChange={(event) => setReason(event.target.value)}
            />
          </Field>
        </div>
      </AlertDialog>
    </>
  )
}
