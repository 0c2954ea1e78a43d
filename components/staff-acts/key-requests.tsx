import { Section } from '#components/ui/card'
import type { RequestView } from '#lib/staff-acts/key-acts'
import { CloseRequest } from './close-request.tsx'
import type { ReasonAct } from './reason-dialog.tsx'
import { RequestFacts } from './request-facts.tsx'

export type KeyRequestsProps = {
  requests: readonly RequestView[]
  keyName: string
  now: Date
  /** Null for who only reads. */
  close: ReasonAct<'requestId'> | null
}

/** What staff asked the owner of a key to do. */
export function KeyRequests({ requests, keyName, now, close }: KeyRequestsProps) {
  return (
    <Section title="Asked of the owner" flush={requests.length > 0}>
      {requests.length === 0 ? (
        <p className="text-muted">Nothing was asked yet.</p>
      ) : (
        <ul className="divide-y divide-line">
          {requests.map((request) => (
            <li
              key={request.id}
              className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 px-5 py-3.5 sm:px-6"
            >
              <div className="min-w-0 flex-1 basis-64">
                <RequestFacts request={request} now={now} />
              </div>
              {close !== null && request.settled === null && (
                <CloseRequest requestId={request.id} keyName={keyName} action={close} />
              )}
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}
