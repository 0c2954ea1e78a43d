import { ScrollText } from 'lucide-react'
import type { Metadata } from 'next'
import { ChainLine } from '#components/audit/chain-line'
import { TrailDetail } from '#components/audit/trail-detail'
import { TrailFilters } from '#components/audit/trail-filters'
import { TrailTable } from '#components/audit/trail-table'
import { ButtonLink } from '#components/ui/button-link'
import { Callout } from '#components/ui/callout'
import { Card } from '#components/ui/card'
import { EmptyState } from '#components/ui/empty-state'
import { PageHeader } from '#components/ui/page-header'
import { actionGroups } from '#lib/audit/action-groups'
import { chainState } from '#lib/audit/chain-state'
import { isTrailCursor, readTrail } from '#lib/audit/trail'
import { trailDetail } from '#lib/audit/trail-detail'
import { isEveryEvent, readTrailFilter, trailQuery } from '#lib/audit/trail-filter'
import { pageRead } from '#lib/auth/page-read'
import { requireStaff } from '#lib/auth/staff-guards'
import { prisma } from '#lib/db'
import { databaseNow } from '#lib/db/now'
import { paths } from '#lib/paths'

export const metadata: Metadata = { title: 'Audit trail' }

type Search = Promise<Record<string, string | string[] | undefined>>

const PAGE = 50

export default async function AuditPage({ searchParams }: { searchParams: Search }) {
  await requireStaff()
  const query = await searchParams
  const { filter, problems } = readTrailFilter(query)
  const after = typeof query.after === 'string' && isTrailCursor(query.after) ? query.after : null
  const opened = typeof query.event === 'string' ? query.event : null
  const [page, state, detail, now] = await pageRead(
    Promise.all([
      readTrail(filter, after, PAGE),
      chainState(),
      opened === null ? null : trailDetail(opened),
      databaseNow(prisma()),
    ]),
  )
  const fields = trailQuery(filter)
  // What could not be read stays in its field, to be mended.
  const unread = Object.fromEntries(Object.keys(problems).map((name) => [name, [query[name]].flat()[0]]))
  const isFiltered = !isEveryEvent(filter)
  const told = detail && <TrailDetail detail={detail} now={now} />
  const isOnPage = page.events.some(({ id }) => id === opened)
  const hrefOf = (event: string | null) =>
    paths.staffAudit({ ...fields, after: after ?? undefined, event: event ?? undefined })
  return (
    <>
      <PageHeader
        title="Audit trail"
        description="Everything that happened, in every workspace: who did what, when and from where."
        actions={
          <>
            <ButtonLink href={paths.staffExports({ kind: 'events', ...fields })}>Export what is filtered</ButtonLink>
            <ButtonLink href={paths.staffAuditCheck()}>Check the trail</ButtonLink>
          </>
        }
      />
      <ChainLine state={state} now={now} />
      <TrailFilters {...{ problems, isFiltered }} fields={{ ...fields, ...unread }} actions={actionGroups} />
      {page.isCut && (
        <Callout tone="warning">
          More than 50 things have such a name, so not all of them are shown. Type more of it.
        </Callout>
      )}
      {told && !isOnPage && <Card className="p-5 sm:p-6">{told}</Card>}
      <Card>
        {page.events.length === 0 ? (
          <EmptyState
            icon={<ScrollText />}
            title={isFiltered ? 'No event is like that' : 'No further event'}
            description={isFiltered ? 'Take a filter away, or widen the time.' : 'This is where the trail begins.'}
            actions={<ButtonLink href={paths.staffAudit()}>Show the newest events</ButtonLink>}
          />
        ) : (
          <TrailTable
            events={page.events}
            open={opened !== null && told ? { id: opened, detail: told } : null}
            {...{ hrefOf, now }}
          />
        )}
      </Card>
      {(after !== null || page.next !== null) && (
        <nav aria-label="Audit trail" className="flex gap-2">
          {after !== null && <ButtonLink href={paths.staffAudit(fields)}>Newest</ButtonLink>}
          {page.next !== null && (
            <ButtonLink href={paths.staffAudit({ ...fields, after: page.next })}>Older</ButtonLink>
          )}
        </nav>
      )}
    </>
  )
}
