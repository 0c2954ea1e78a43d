'use client'

import { declineSchema } from '#lib/staff-acts/schema'
import { type ApproveAction, ApproveButton } from './approve-button.tsx'
import { ReasonButton } from './reason-button.tsx'
import type { ReasonAct } from './reason-dialog.tsx'

export type DecideActions = { approve: ApproveAction; decline: ReasonAct<'approvalId'> }

export type ApprovalActionsProps = {
  approval: { id: string; askedBy: string }
  keyName: string
  /** Who asked takes it back; who did not decides. */
  isOwn: boolean
  actions: DecideActions
}

/** What can be done about a revocation that waits. */
export function ApprovalActions({ approval: { id, askedBy }, keyName, isOwn, actions }: ApprovalActionsProps) {
  const label = isOwn ? 'Take it back' : 'Decline'
  return (
    <>
      {!isOwn && <ApproveButton approvalId={id} keyName={keyName} askedBy={askedBy} action={actions.approve} />}
      <ReasonButton
        label={label}
        spoken={`${label}: revoking ${keyName}`}
        schema={declineSchema}
        action={actions.decline}
        of={{ approvalId: id }}
        title={isOwn ? `Take it back to revoke ${keyName}?` : `Decline to revoke ${keyName}?`}
        description="The key stays as it is. Somebody can ask again."
        submitLabel={label}
        done={{ title: `${keyName} is not revoked` }}
      />
    </>
  )
}
