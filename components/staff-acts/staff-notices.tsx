import { useId } from 'react'
import { Callout } from '#components/ui/callout'
import { Time } from '#components/ui/time'
import type { KeyDetail } from '#lib/keys/views'
import type { OwnerNotices } from '#lib/staff-acts/owner-notices'
import { staffAskWords } from '#lib/staff-acts/words'
import { absoluteDate } from '#lib/time'
import { type AnswerAction, AnswerRequest } from './answer-request.tsx'

export type StaffNoticesProps = {
  detail: Pick<KeyDetail, 'staffHoldAt' | 'staffHoldReason' | 'staffRevokedAt' | 'now'>
  notices: OwnerNotices
  /** Null for who may not change the key. */
  answer: AnswerAction | null
}

/** What Gatelist staff did to a key, ask for and have to say, for the people of its workspace. Nothing where there is nothing. */
export function StaffNotices({ detail, notices, answer }: StaffNoticesProps) {
  const { staffHoldAt, staffHoldReason, staffRevokedAt, now } = detail
  return (
    <>
      {staffRevokedAt !== null && (
        <Callout tone="danger" title="Gatelist staff revoked this key">
          It never works again. Their reason is in the overview. If you need a key, make a new one.
        </Callout>
      )}
      {staffHoldAt !== null && staffRevokedAt === null && (
        <Callout tone="danger" title="Gatelist staff paused this key">
          <p className="wrap-anywhere whitespace-pre-line">{staffHoldReason}</p>
          <p className="text-muted">
            Every call with it is refused since <Time instant={staffHoldAt} show="time" />. Only they can resume it; you
            can still narrow its list or revoke it.
          </p>
        </Callout>
      )}
      {notices.requests.map((request) => (
        <RequestNotice key={request.id} request={request} now={now} answer={answer} />
      ))}
      {notices.notes.map(({ id, text, writtenAt }) => (
        <Callout key={id} title="A note from Gatelist staff">
          <p className="wrap-anywhere whitespace-pre-line">{text}</p>
          <p className="text-muted">
            <Time instant={writtenAt} now={now} />
          </p>
        </Callout>
      ))}
    </>
  )
}

type RequestNoticeProps = { request: OwnerNotices['requests'][number]; now: Date; answer: AnswerAction | null }

function RequestNotice({ request: { id, ask, reason, dueOn, askedAt }, now, answer }: RequestNoticeProps) {
  const descriptionId = useId()
  return (
    <Callout
      tone="warning"
      title={`Gatelist staff ask you: ${staffAskWords[ask].asked}`}
      actions={answer !== null && <AnswerRequest requestId={id} describedBy={descriptionId} action={answer} />}
    >
      <p id={descriptionId} className="wrap-anywhere whitespace-pre-line">
        {reason}
      </p>
      <p className="text-muted">
        Asked <Time instant={askedAt} now={now} />
        {dueOn !== null && `, to be done by ${absoluteDate(dueOn)}`}.
      </p>
    </Callout>
  )
}
