'use client'

import { Ban } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import type { Action } from '#components/form/action'
import { attempt } from '#components/form/attempt'
import { FormProblem } from '#components/form/form'
import { AlertDialog } from '#components/ui/alert-dialog'
import { Button } from '#components/ui/button'
import { IconButton } from '#components/ui/icon-button'
import { toast } from '#components/ui/toast'
import { revokeNeedsName as isInUse } from '#lib/keys/rules'

export type RevokeTokenProps = {
  subject: { id: string; name: string; lastUsedAt: Date | null }
  now: Date
  action: Action<{ tokenId: string }>
}

/** The button of a row and what asks before it does anything. */
export function RevokeToken({ subject, now, action }: RevokeTokenProps) {
  const router = useRouter()
  const [open, setOpen] = useState(false)
  const [pending, setPending] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)

  const close = () => {
    setOpen(false)
    setProblem(null)
  }

  const revoke = async () => {
    setProblem(null)
    setPending(true)
    const result = await attempt(action, { tokenId: subject.id })
    setPending(false)
    if (!result.ok) return setProblem(result.message)
    close()
    toast({ title: `${subject.name} is revoked`, description: 'It will never work again.' })
    router.refresh()
  }

  return (
    <>
      <IconButton
        label={`Revoke ${subject.name}`}
        icon={<Ban />}
        size="small"
        className="text-danger-ink hover:text-danger-ink"
        onClick={() => setOpen(true)}
      />
      <AlertDialog
        open={open}
        onOpenChange={(next) => (next ? undefined : close())}
        title={`Revoke ${subject.name}?`}
        description={
          isInUse(subject.lastUsedAt, now)
            ? 'This token was used in the last 24 hours. Whatever uses it stops working at once. A revoked token never works again.'
            : 'Every call with this token is refused from now on. A revoked token never works again.'
        }
        footer={
          <>
            <Button onClick={close}>Cancel</Button>
            <Button variant="danger" pending={pending} onClick={revoke}>
              Revoke
            </Button>
          </>
        }
      >
        {problem && <FormProblem message={problem} />}
      </AlertDialog>
    </>
  )
}
