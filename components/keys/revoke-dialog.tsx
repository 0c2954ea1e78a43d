'use client'

import { useRouter } from 'next/navigation'
import { type FormEvent, useId, useState } from 'react'
import type { Action } from '#components/form/action'
import { attempt } from '#components/form/attempt'
import { FormProblem } from '#components/form/form'
import { AlertDialog } from '#components/ui/alert-dialog'
import { Button } from '#components/ui/button'
import { Field } from '#components/ui/field'
import { Input } from '#components/ui/input'
import { toast } from '#components/ui/toast'

export type RevokeDialogProps = {
  subject: { id: string; name: string; revokeNeedsName: boolean }
  action: Action<{ keyId: string; confirmName?: string | undefined }>
  open: boolean
  onClose: () => void
}

export function RevokeDialog({ subject, action, open, onClose }: RevokeDialogProps) {
  const router = useRouter()
  const formId = useId()
  const [typed, setTyped] = useState('')
  const [pending, setPending] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const [nameProblem, setNameProblem] = useState<string | null>(null)
  // The server may know of a use that this page does not show yet; then it asks for the name after all.
  const [nameNeeded, setNameNeeded] = useState(subject.revokeNeedsName)

  const close = () => {
    setTyped('')
    setProblem(null)
    setNameProblem(null)
    onClose()
  }

  const revoke = async (event: FormEvent) => {
    event.preventDefault()
    if (pending) return
    setProblem(null)
    setNameProblem(null)
    if (nameNeeded && typed.trim() !== subject.name.trim()) return setNameProblem(`Type ${subject.name} to go on.`)
    setPending(true)
    const result = await attempt(action, { keyId: subject.id, ...(nameNeeded ? { confirmName: typed } : {}) })
    setPending(false)
    if (result.ok) {
      close()
      toast({ title: `${subject.name} is revoked`, description: 'It will never work again.' })
      return router.refresh()
    }
    if (result.error === 'name_needed') setNameNeeded(true)
    setProblem(result.message)
  }

  return (
    <AlertDialog
      open={open}
      onOpenChange={(next) => (next ? undefined : close())}
      title={`Revoke ${subject.name}?`}
      description={
        nameNeeded
          ? 'This key was used in the last 24 hours. Whatever uses it stops working at once. A revoked key never works again.'
          : 'Every call with this key is refused from now on. A revoked key never works again.'
      }
      footer={
        <>
          <Button onClick={close}>Cancel</Button>
          <Button variant="danger" type="submit" form={formId} pending={pending}>
            Revoke
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={revoke} noValidate className="flex flex-col gap-4">
        <FormProblem message={problem} />
        {nameNeeded && (
          <Field
            label={
              <>
                Type <span className="font-semibold">{subject.name}</span> to confirm
              </>
            }
            error={nameProblem}
          >
            <Input
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
            />
          </Field>
        )}
      </form>
    </AlertDialog>
  )
}
