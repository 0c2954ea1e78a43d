'use client'

import { Review } from '#components/allowlists/change-review'
import { AlertDialog } from '#components/ui/alert-dialog'
import { Button } from '#components/ui/button'
import type { ChangePreview } from '#lib/allowlists/preview'

export type ReviewDialogProps = {
  /** Null: nothing is asked. */
  preview: ChangePreview | null
  isOpen: boolean
  pending: boolean
  onCancel: () => void
  onConfirm: () => void
}

/** The effect of an import, before it is saved. */
export function ReviewDialog({ preview, isOpen, pending, onCancel, onConfirm }: ReviewDialogProps) {
  if (preview === null) return null
  const { subject, accessMode } = preview
  return (
    <AlertDialog
      open
      onOpenChange={(open) => (open || pending ? undefined : onCancel())}
      title={`Import into ${subject.name}?`}
      description={modeWords(isOpen, accessMode)}
      size="medium"
      footer={
        <>
          <Button onClick={onCancel}>Go back</Button>
          <Button variant="primary" onClick={onConfirm} pending={pending}>
            Import
          </Button>
        </>
      }
    >
      <Review preview={preview} />
    </AlertDialog>
  )
}

function modeWords(isOpen: boolean, { after }: ChangePreview['accessMode']): string {
  if (!isOpen) return 'Nothing is saved yet. This is what saving would do:'
  return after === 'enforce'
    ? 'The key is open to any address now. From now on it would obey its list:'
    : 'The key is open to any address, and stays so: its list decides nothing until it is enforced.'
}
