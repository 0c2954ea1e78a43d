import type { Metadata } from 'next'
import { AlertFeed } from '#components/alerts/alert-feed'
import { AlertFilters } from '#components/alerts/alert-filters'
import { AlertsTabs } from '#components/alerts/alerts-tabs'
import { MarkAllRead } from '#components/alerts/mark-all-read'
import { MuteList } from '#components/alerts/mute-list'
import { NoAlertsMatch, NoAlertsYet } from '#components/alerts/no-alerts'
import { ButtonLink } from '#components/ui/button-link'
import { Card } from '#components/ui/card'
import { PageHeader } from '#components/ui/page-header'
import { listQuery, readListQuery } from '#lib/alerts/list-query'
import { listAlerts, listMutes, unreadAlerts } from '#lib/alerts/queries'
import { mayMute } from '#lib/alerts/rules'
import type { AlertRow, Mute } from '#lib/alerts/views'
import { requireUser } from '#lib/auth/guards'
import { pageRead } from '#lib/auth/page-read'
import { paths } from '#lib/paths'
import { hasRight } from '#lib/workspaces/rights'
import { markAlertRead, markAllAlertsRead, muteAlerts, unmuteAlerts } from './actions.ts'

export const metadata: Metadata = { title: 'Alerts' }

type Search = Promise<Record<string, string | string[] | undefined>>

export default async function AlertsPage({ searchParams }: { searchParams: Search }) {
  const user = await requireUser()
  const { filter, after } = readListQuery(await searchParams)
  const { workspaceId } = user
  const reads = Promise.all([
    listAlerts(workspaceId, { filter, after }),
    listMutes(workspaceId),
    unreadAlerts(workspaceId),
  ])
  const [{ alerts, next, now }, mutes, unread] = await pageRead(reads)
  const mayRead = hasRight(user, 'readAlerts')
  const isFiltered = filter.kind !== null || filter.unreadOnly || after !== null
  const mayMuteOf = ({ isAboutKey, keyCreatedById }: AlertRow | Mute) =>
    mayMute(user, isAboutKey ? { createdById: keyCreatedById } : null)
  return (
    <>
      <AlertsTabs current="alerts" />
      <PageHeader
        title="Alerts"
        description="What happened to your keys and lists that may need a look. What happens again is counted."
        actions={mayRead && unread > 0 && <MarkAllRead until={now} action={markAllAlertsRead} />}
      />
      {(alerts.length > 0 || isFiltered) && <AlertFilters filter={filter} />}
      {alerts.length === 0 && <Card>{isFiltered ? <NoAlertsMatch /> : <NoAlertsYet />}</Card>}
      <AlertFeed
        {...{ alerts, now }}
        mayMute={(alert) => ({ subject: mayMuteOf(alert), everywhere: mayMute(user, null) })}
        markRead={mayRead ? markAlertRead : null}
        mute={muteAlerts}
      />
      {next && (
        <p>
          <ButtonLink href={paths.alerts(listQuery(filter, next))}>Older alerts</ButtonLink>
        </p>
      )}
      <MuteList {...{ mutes, now }} mayUnmute={mayMuteOf} unmute={unmuteAlerts} />
    </>
  )
}
