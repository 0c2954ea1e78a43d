'use client'

import { useState } from 'react'
import { attempt } from '#components/form/attempt'
import { FormProblem } from '#components/form/form'
import { AlertDialog } from '#components/ui/alert-dialog'
import { Button } from '#components/ui/button'
import type { SavedView } from '#lib/key-profiles/saved-views'
import type { ViewActions } from './view-actions.ts'

type DeleteViewProps = {
  view: Pick<SavedView, 'id' | 'name' | 'isShared'>
  remove: ViewActions['remove']
  onClose: () => void
  onDeleted: () => void
}

export function DeleteView({ view, remove, onClose, onDeleted }: DeleteViewProps) {
  const [pending, setPending] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const press = async () => {
    setPending(true)
    const result = await attempt(remove, { viewId: view.id })
    setPending(false)
    if (!result.ok) return setProblem(result.message)
    onClose()
    onDeleted()
  }
  return (
    <AlertDialog
      open
      onOpenChange={onClose}
      title={`Delete ${view.name}?`}
      description={view.isShared ? 'It goes for all staff. Keys stay as they are.' : 'Keys stay as they are.'}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="danger" pending={pending} onClick={press}>
            Delete view
          </Button>
        </>
      }
    >
      {problem !== null && <FormProblem message={problem} />}
    </AlertDialog>
  )
}
