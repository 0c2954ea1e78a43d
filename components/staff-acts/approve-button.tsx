'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import type { Action } from '#components/form/action'
import { attempt } from '#components/form/attempt'
import { FormProblem } from '#components/form/form'
import { useHydrated } from '#components/form/hydrated'
import { AlertDialog } from '#components/ui/alert-dialog'
import { Button } from '#components/ui/button'
import { toast } from '#components/ui/toast'

export type ApproveAction = Action<{ approvalId: string }>

export type ApproveButtonProps = { approvalId: string; keyName: string; askedBy: string; action: ApproveAction }

/** Revokes what somebody else of the staff asked to revoke. */
export function ApproveButton({ approvalId, keyName, askedBy, action }: ApproveButtonProps) {
  const router = useRouter()
  const hydrated = useHydrated()
  const [open, setOpen] = useState(false)
  const [pending, setPending] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)

  const approve = async () => {
    setPending(true)
    setProblem(null)
    const result = await attempt(action, { approvalId })
    setPending(false)
    router.refresh()
    if (!result.ok) return setProblem(result.message)
    setOpen(false)
    toast({ title: `${keyName} is revoked`, description: 'It will never work again.' })
  }

  return (
    <>
      <Button
        size="small"
        variant="danger"
        onClick={() => setOpen(true)}
        disabled={!hydrated}
        aria-label={`Approve revoking ${keyName}`}
      >
        Approve
      </Button>
      <AlertDialog
        open={open}
        onOpenChange={(next) => (next || pending ? undefined : setOpen(false))}
        title={`Revoke ${keyName}?`}
        description={`${askedBy} asked for it. Whatever uses the key stops working at once, and it never works again.`}
        footer={
          <>
            <Button onClick={() => setOpen(false)} disabled={pending}>
              Cancel
            </Button>
            <Button variant="danger" onClick={() => void approve()} pending={pending}>
              Approve and revoke
            </Button>
          </>
        }
      >
        {problem !== null && <FormProblem message={problem} />}
      </AlertDialog>
    </>
  )
}
