import type { Metadata } from 'next'
import { ListHistory } from '#components/allowlists/history/list-history'
import { KeyTraffic } from '#components/charts/key-traffic'
import { EndingNotice } from '#components/entries/ending-notice'
import { HintPanel } from '#components/hints/hint-panel'
import { StaffKeyAccess } from '#components/staff-acts/key-access'
import { KeyAlerts } from '#components/staff-acts/key-alerts'
import { KeyCallers } from '#components/staff-acts/key-callers'
import { KeyListSection } from '#components/staff-acts/key-list-section'
import { KeyNotes } from '#components/staff-acts/key-notes'
import { KeyNotices } from '#components/staff-acts/key-notices'
import { StaffKeyOverview } from '#components/staff-acts/key-overview'
import { KeyRequests } from '#components/staff-acts/key-requests'
import type { ListView } from '#lib/allowlists/entry-views'
import { readHistoryQuery } from '#lib/allowlists/history-query'
import { hasStaffRight } from '#lib/auth/staff-user'
import { accessModeWords } from '#lib/keys/words'
import { paths } from '#lib/paths'
import { CALLERS_SHOWN } from '#lib/staff-acts/key-callers'
import { widestEntry } from '#lib/staff-acts/staff-key'
import { trafficRange } from '#lib/traffic/views'
import { approveRevocation, closeStaffRequest, declineRevocation } from '../../approvals/actions.ts'
import { strikeKeyNote } from './actions.ts'
import { StaffKeyHeader } from './header.tsx'
import { readAround } from './read-around.ts'
import { type StaffKeyParams, visitedStaffKey } from './visited-key.ts'

type StaffKeyPageProps = StaffKeyParams & { searchParams: Promise<Record<string, string | string[] | undefined>> }

export async function generateMetadata({ params }: StaffKeyParams): Promise<Metadata> {
  const { key } = await visitedStaffKey(params)
  return { title: key.detail.name }
}

/** No more of it goes to the browser than is shown. */
const listOf = ({ entries, entryCount, addressCount }: ListView): ListView => ({ entries, entryCount, addressCount })

const decide = { approve: approveRevocation, decline: declineRevocation }

export default async function StaffKeyPage({ params, searchParams }: StaffKeyPageProps) {
  const { user, key } = await visitedStaffKey(params)
  const { detail } = key
  const { id, name, now } = detail
  const raw = await searchParams
  const query = readHistoryQuery(raw)
  const range = trafficRange(raw.range, '24h')
  const around = await readAround(key, { query, range })
  const mayAct = hasStaffRight(user.staffRole, 'act')
  const hrefOf = (other: Record<string, string | undefined> = {}) =>
    paths.staffKey(id, { range: range === '24h' ? undefined : range, ...other })
  return (
    <>
      <StaffKeyHeader staffKey={key} waiting={around.acts.approval} mayAct={mayAct} act={raw.act} />
      <KeyNotices of={key} approval={around.acts.approval} userId={user.userId} actions={mayAct ? decide : null} />
      <EndingNotice entries={detail.entries} now={now} href={null} />
      <StaffKeyAccess detail={detail} widest={widestEntry(detail)} />
      <StaffKeyOverview of={key} />
      <KeyNotes notes={around.acts.notes} now={now} strike={mayAct ? strikeKeyNote : null} />
      <KeyRequests requests={around.acts.requests} keyName={name} now={now} close={mayAct ? closeStaffRequest : null} />
      <KeyTraffic
        keyId={id}
        view={around.traffic}
        hrefOf={(other) => hrefOf({ range: other === '24h' ? undefined : other })}
      />
      <KeyCallers callers={around.callers} most={CALLERS_SHOWN} range={range} now={now} />
      <HintPanel keyId={id} hints={around.hints} actions={null} />
      <KeyListSection title="Its own entries" list={listOf(detail)} now={now} />
      {detail.lists.map((list) => (
        <KeyListSection key={list.id} title={`From ${list.name}`} list={listOf(list)} now={now} />
      ))}
      {detail.ceiling !== null && detail.ceiling.accessMode !== 'open' && (
        <KeyListSection title="The ceiling of the workspace" list={listOf(detail.ceiling)} now={now} />
      )}
      <KeyAlerts alerts={around.alerts} now={now} />
      <ListHistory
        subject={{ id, name, modeWords: accessModeWords }}
        {...{ query, history: around.history, compared: around.compared, shown: around.shown, now, hrefOf }}
        keyHrefOf={(other) => paths.staffKey(other)}
        actions={null}
      />
    </>
  )
}
