import { Badge } from '#components/ui/badge'
import { Section } from '#components/ui/card'
import { Time } from '#components/ui/time'
import type { Approvals, ListedApproval } from '#lib/staff-acts/list-approvals'
import { approvalWords } from '#lib/staff-acts/words'
import { AboutKeyLink } from './about-key.tsx'
import { ApprovalActions, type DecideActions } from './approval-actions.tsx'

export type ApprovalListProps = {
  approvals: Approvals
  /** Revoking a key that is in use takes two people here. */
  isWanted: boolean
  userId: string
  /** Null for who only reads. */
  actions: DecideActions | null
}

/** Revocations that wait for a second person, and what became of the latest others. */
export function ApprovalList({ approvals: { waiting, over, now }, isWanted, userId, actions }: ApprovalListProps) {
  return (
    <Section
      title="Waiting for a second person"
      description={
        isWanted
          ? 'Revoking a key that was used in the last 24 hours takes two people. What nobody decides within a day is over.'
          : 'Revoking takes one person here. With STAFF_TWO_PERSON_REVOKE=1 a key that is in use takes two.'
      }
      flush={waiting.length + over.length > 0}
    >
      {waiting.length + over.length === 0 ? (
        <p className="text-muted">Nothing waits.</p>
      ) : (
        <ul className="divide-y divide-line">
          {[...waiting, ...over].map((approval) => (
            <li
              key={approval.id}
              className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 px-5 py-3.5 sm:px-6"
            >
              <ApprovalFacts approval={approval} now={now} />
              {actions !== null && approval.state === 'pending' && (
                <div className="flex flex-wrap gap-2">
                  <ApprovalActions
                    approval={approval}
                    keyName={approval.key.name}
                    isOwn={approval.askedById === userId}
                    actions={actions}
                  />
                </div>
              )}
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}

function ApprovalFacts({ approval, now }: { approval: ListedApproval; now: Date }) {
  const { key, state, reason, askedBy, askedAt, expiresAt, decided, lastUsedAt } = approval
  return (
    <div className="min-w-0 flex-1 basis-64">
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <AboutKeyLink about={key} />
        <Badge tone={state === 'pending' ? 'warning' : 'neutral'}>{approvalWords[state]}</Badge>
      </p>
      <p className="wrap-anywhere mt-0.5 whitespace-pre-line">{reason}</p>
      <p className="wrap-anywhere mt-1 text-muted text-xs">
        Asked by {askedBy}, <Time instant={askedAt} now={now} />
        {state === 'pending' && (
          <>
            {' '}
            · until <Time instant={expiresAt} show="time" />
            {lastUsedAt !== null && (
              <>
                {' '}
                · last used <Time instant={lastUsedAt} now={now} />
              </>
            )}
          </>
        )}
      </p>
      {decided !== null && decided.by !== null && (
        <p className="wrap-anywhere mt-0.5 text-muted text-xs">
          {approvalWords[state]} by {decided.by}, <Time instant={decided.at} now={now} />
          {decided.reason && `: “${decided.reason}”`}
        </p>
      )}
    </div>
  )
}
