'use client'

import { AlertDialog } from '#components/ui/alert-dialog'
import { Button } from '#components/ui/button'

export type OpenDialogProps = { open: boolean; onConfirm: () => void; onCancel: () => void }

/** Opening a key is confirmed, even where it is chosen by name. */
export function OpenDialog({ open, onConfirm, onCancel }: OpenDialogProps) {
  return (
    <AlertDialog
      open={open}
      onOpenChange={(next) => (next ? undefined : onCancel())}
      title="Open this key to any address?"
      description="Its list is kept and refuses nobody: whoever has the key can use it from anywhere, as far as the workspace’s ceiling lets them."
      footer={
        <>
          <Button onClick={onCancel}>Go back</Button>
          <Button variant="danger" onClick={onConfirm}>
            Open to any address
          </Button>
        </>
      }
    />
  )
}
