'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import type { ActionResult } from '#components/form/action'
import { FormProblem } from '#components/form/form'
import { AlertDialog } from '#components/ui/alert-dialog'
import { Button } from '#components/ui/button'
import { RadioCards } from '#components/ui/radio-cards'
import { toast } from '#components/ui/toast'
import { withArticle, type workspaceRoleWords } from '#lib/members/words'
import type { MemberRow } from './member-table.tsx'
import { roleOptions } from './role-options.ts'

type Role = keyof typeof workspaceRoleWords

export type ChangeRoleProps = {
  member: MemberRow
  describedBy: string
  change: (role: Role) => Promise<ActionResult<unknown>>
}

/** A button of a row, and the choice that it opens. */
export function ChangeRole({ member: { email, role, roles, isSelf }, describedBy, change }: ChangeRoleProps) {
  const router = useRouter()
  const [open, setOpen] = useState(false)
  const [chosen, setChosen] = useState<Role>(role)
  const [pending, setPending] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const close = () => {
    setOpen(false)
    setProblem(null)
    setChosen(role)
  }
  const go = async () => {
    setPending(true)
    const result = await change(chosen)
    setPending(false)
    if (!result.ok) return setProblem(result.message)
    setOpen(false)
    toast({ title: `${email} is ${withArticle(chosen)} now` })
    router.refresh()
  }
  return (
    <>
      <Button
        size="small"
        aria-describedby={describedBy}
        onClick={() => {
          setChosen(role)
          setOpen(true)
        }}
      >
        Change role
      </Button>
      <AlertDialog
        open={open}
        onOpenChange={(next) => (next ? undefined : close())}
        size="large"
        title={isSelf ? 'Change your own role?' : `What may ${email} do?`}
        description={
          isSelf
            ? 'It holds from your next click on, and you cannot undo it yourself.'
            : 'It holds from their next click on.'
        }
        footer={
          <>
            <Button onClick={close}>Cancel</Button>
            <Button variant="primary" pending={pending} disabled={chosen === role} onClick={go}>
              Change role
            </Button>
          </>
        }
      >
        <div className="flex flex-col gap-4">
          <FormProblem message={problem} />
          <RadioCards
            legend="Role"
            name="role"
            options={roleOptions([...roles, role])}
            value={chosen}
            onChange={setChosen}
          />
        </div>
      </AlertDialog>
    </>
  )
}
