'use client'

import { type FormEvent, useState } from 'react'
import { AlertDialog } from '#components/ui/alert-dialog'
import { Button } from '#components/ui/button'

export type OpenConfirmationOptions = {
  /** What would be opened, in the singular. */
  subject?: string
  /** It admits any address already, so an empty list changes nothing. */
  isOpen: boolean
  listIsEmpty: () => boolean
  /** Whether all other fields can be sent; a question comes only when its answer is all that is missing. */
  checkOthers: () => Promise<boolean>
  setConfirmed: (confirmed: boolean) => void
  submit: (event: FormEvent) => unknown
}

/** Opening a key or a token is its own act: sending an empty list first asks whether that is meant. */
export function useOpenConfirmation(options: OpenConfirmationOptions) {
  const { subject = 'key', isOpen, listIsEmpty, checkOthers, setConfirmed, submit } = options
  const [asking, setAsking] = useState(false)

  const send = (event: FormEvent, confirmed: boolean) => {
    setAsking(false)
    setConfirmed(confirmed)
    submit(event)
  }

  const submitOrAsk = async (event: FormEvent) => {
    event.preventDefault()
    if (isOpen || !listIsEmpty()) send(event, isOpen)
    else if (await checkOthers()) setAsking(true)
  }

  const dialog = (
    <AlertDialog
      open={asking}
      onOpenChange={setAsking}
      title={`Open this ${subject} to any address?`}
      description={`An empty list opens the ${subject} to any address: whoever has the ${subject} can use it from anywhere.`}
      footer={
        <>
          <Button onClick={() => setAsking(false)}>Go back</Button>
          <Button variant="primary" onClick={(event) => send(event, true)}>
            Open to any address
          </Button>
        </>
      }
    />
  )
  return { submit: submitOrAsk, dialog }
}
