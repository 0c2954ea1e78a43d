'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import type { Action } from '#components/form/action'
import { attempt } from '#components/form/attempt'
import { FormProblem } from '#components/form/form'
import { AlertDialog } from '#components/ui/alert-dialog'
import { Button } from '#components/ui/button'
import { toast } from '#components/ui/toast'
import { usedByWords } from '#lib/lists/words'
import { paths } from '#lib/paths'

export type DeleteListProps = {
  list: { id: string; name: string; keyCount: number }
  action: Action<{ listId: string }>
}

/** Deletes a named list that no key uses; while keys use it, says so instead. */
export function DeleteList({ list, action }: DeleteListProps) {
  const router = useRouter()
  const [open, setOpen] = useState(false)
  const [pending, setPending] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)

  const close = () => {
    setProblem(null)
    setOpen(false)
  }
  const remove = async () => {
    setPending(true)
    const result = await attempt(action, { listId: list.id })
    setPending(false)
    if (!result.ok) return setProblem(result.message)
    toast({ title: `${list.name} is deleted` })
    router.push(paths.namedLists())
    router.refresh()
  }
  const inUse = list.keyCount > 0
  return (
    <>
      <Button onClick={() => setOpen(true)}>Delete</Button>
      <AlertDialog
        open={open}
        onOpenChange={(next) => (next ? undefined : close())}
        title={inUse ? `${list.name} is in use` : `Delete ${list.name}?`}
        description={
          inUse
            ? `It is ${usedByWords(list.keyCount)}. Take it off ${list.keyCount === 1 ? 'that key' : 'those keys'} first: the tab Keys has the way to each.`
            : 'No key uses it. Its history stays in the audit trail.'
        }
        footer={
          inUse ? (
            <Button onClick={close}>Close</Button>
          ) : (
            <>
              <Button onClick={close}>Cancel</Button>
              <Button variant="danger" onClick={remove} pending={pending}>
                Delete
              </Button>
            </>
          )
        }
      >
        {problem && <FormProblem message={problem} />}
      </AlertDialog>
    </>
  )
}
