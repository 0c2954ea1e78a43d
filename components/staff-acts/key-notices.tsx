import { Callout } from '#components/ui/callout'
import { Time } from '#components/ui/time'
import { keyStatus } from '#lib/keys/rules'
import type { ApprovalView } from '#lib/staff-acts/key-acts'
import type { StaffKey } from '#lib/staff-acts/staff-key'
import { ApprovalActions, type DecideActions } from './approval-actions.tsx'

export type KeyNoticesProps = {
  of: StaffKey
  approval: ApprovalView | null
  /** Of who looks at it. */
  userId: string
  /** Null for who only reads. */
  actions: DecideActions | null
}

/** What stands about a key now: a hold, and a revocation that waits for a second person. */
export function KeyNotices({ of: { detail, holdBy }, approval, userId, actions }: KeyNoticesProps) {
  const { name, staffHoldAt, staffHoldReason, now } = detail
  // Of a key that is revoked a hold says nothing any more.
  const isHeld = staffHoldAt !== null && keyStatus(detail, now) !== 'revoked'
  return (
    <>
      {isHeld && (
        <Callout tone="warning" title="Staff hold this key">
          <p className="wrap-anywhere whitespace-pre-line">{staffHoldReason}</p>
          <p className="wrap-anywhere text-muted">
            {holdBy}, <Time instant={staffHoldAt} now={now} />
          </p>
        </Callout>
      )}
      {approval?.state === 'pending' && (
        <Callout
          tone="danger"
          title="Revoking this key waits for a second person"
          actions={
            actions !== null && (
              <ApprovalActions
                approval={approval}
                keyName={name}
                isOwn={approval.askedById === userId}
                actions={actions}
              />
            )
          }
        >
          <p className="wrap-anywhere whitespace-pre-line">{approval.reason}</p>
          <p className="wrap-anywhere text-muted">
            {approval.askedBy}, <Time instant={approval.askedAt} now={now} />. Until{' '}
            <Time instant={approval.expiresAt} show="time" />.
          </p>
        </Callout>
      )}
    </>
  )
}
