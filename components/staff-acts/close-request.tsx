'use client'

import { closeRequestSchema } from '#lib/staff-acts/schema'
import { ReasonButton } from './reason-button.tsx'
import type { ReasonAct } from './reason-dialog.tsx'

export type CloseRequestProps = { requestId: string; keyName: string; action: ReasonAct<'requestId'> }

/** Takes back what was asked, or sees it as done. */
export function CloseRequest({ requestId, keyName, action }: CloseRequestProps) {
  return (
    <ReasonButton
      label="Close"
      spoken={`Close what was asked about ${keyName}`}
      schema={closeRequestSchema}
      action={action}
      of={{ requestId }}
      title="Close this request?"
      description="It goes from the page of the key. The owner reads your reason in the history."
      submitLabel="Close"
      done={{ title: 'The request is closed' }}
    />
  )
}
