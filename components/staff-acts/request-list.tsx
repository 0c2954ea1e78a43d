import { ButtonLink } from '#components/ui/button-link'
import { Section } from '#components/ui/card'
import { Tabs } from '#components/ui/tabs'
import { paths } from '#lib/paths'
import type { RequestPage, RequestState } from '#lib/staff-acts/list-requests'
import { AboutKeyLink } from './about-key.tsx'
import { CloseRequest } from './close-request.tsx'
import type { ReasonAct } from './reason-dialog.tsx'
import { RequestFacts } from './request-facts.tsx'

export type RequestListProps = {
  page: RequestPage
  state: RequestState
  /** This is not the first page. */
  isLater: boolean
  now: Date
  /** Null for who only reads. */
  close: ReasonAct<'requestId'> | null
}

const labels = { open: 'Open', settled: 'Settled' } as const satisfies Record<RequestState, string>
const states = ['open', 'settled'] as const satisfies readonly RequestState[]
const hrefOf = (state: RequestState, after?: string | null) =>
  paths.staffApprovals({ state: state === 'open' ? undefined : state, after: after ?? undefined })

/** What staff asked owners of keys to do, in all workspaces. */
export function RequestList({ page: { requests, next }, state, isLater, now, close }: RequestListProps) {
  return (
    <Section
      title="Asked of owners"
      description="Ask from the page of a key. It is settled when the owner says that it is done, or when you close it."
      footer={(isLater || next !== null) && <Pages state={state} isLater={isLater} next={next} />}
      flush
    >
      <Tabs
        label="What was asked of owners"
        className="px-5 sm:px-6"
        tabs={states.map((one) => ({ label: labels[one], href: hrefOf(one), current: one === state }))}
      />
      {requests.length === 0 ? (
        <p className="px-5 py-4 text-muted sm:px-6">
          {state === 'open' ? 'Nothing is open.' : 'Nothing was settled yet.'}
        </p>
      ) : (
        <ul className="divide-y divide-line">
          {requests.map((request) => (
            <li
              key={request.id}
              className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 px-5 py-3.5 sm:px-6"
            >
              <div className="min-w-0 flex-1 basis-64">
                <AboutKeyLink about={request.key} />
                <div className="mt-1">
                  <RequestFacts request={request} now={now} />
                </div>
              </div>
              {close !== null && request.settled === null && (
                <CloseRequest requestId={request.id} keyName={request.key.name} action={close} />
              )}
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}

function Pages({ state, isLater, next }: Pick<RequestListProps, 'state' | 'isLater'> & { next: string | null }) {
  return (
    <nav aria-label="Pages of requests" className="ml-auto flex gap-2">
      {isLater && (
        <ButtonLink href={hrefOf(state)} size="small">
          First page
        </ButtonLink>
      )}
      {next !== null && (
        <ButtonLink href={hrefOf(state, next)} size="small">
          Next page
        </ButtonLink>
      )}
    </nav>
  )
}
