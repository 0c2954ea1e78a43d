import type { Metadata } from 'next'
import { DEFAULT_RANGE, type RefusedFilters, RefusedSection, refusalReasons } from '#components/callers/refused-section'
import { ReportNotice } from '#components/callers/report-notice'
import { pageRead } from '#lib/auth/page-read'
import { availableActions, mayManage } from '#lib/keys/rules'
import { keyRefusals, wouldHaveRefused } from '#lib/traffic/queries'
import { MOST_REFUSALS } from '#lib/traffic/refused-callers'
import { groupRefusals } from '#lib/traffic/refused-groups'
import { trafficRange } from '#lib/traffic/views'
import { type KeyPageParams, keyTitle, visitedKey } from '../../visited-key.ts'
import { addEntries } from '../addresses/actions.ts'
import { heedCaller, ignoreCaller } from './actions.ts'

type RefusedPageProps = KeyPageParams & { searchParams: Promise<Record<string, string | string[] | undefined>> }

export function generateMetadata({ params }: KeyPageParams): Promise<Metadata> {
  return keyTitle(params, 'Refused')
}

export default async function RefusedPage({ params, searchParams }: RefusedPageProps) {
  const { user, key } = await visitedKey(params)
  const filters = filtersOf(await searchParams)
  const [refusals, reported] = await Promise.all([
    pageRead(keyRefusals(user.workspaceId, key.id, filters)),
    pageRead(wouldHaveRefused(user.workspaceId, key.id)),
  ])
  const allow = availableActions(user, key, key.now).includes('edit') ? addEntries : null
  return (
    <>
      {reported !== null && <ReportNotice refused={reported} />}
      <RefusedSection
        detail={key}
        groups={groupRefusals(refusals)}
        filters={filters}
        isCut={refusals.length === MOST_REFUSALS}
        actions={mayManage(user, key) ? { allow, ignore: ignoreCaller, heed: heedCaller } : null}
      />
    </>
  )
}

/** What cannot be read is left out. */
function filtersOf({ range, reason }: Awaited<RefusedPageProps['searchParams']>): RefusedFilters {
  return {
    range: trafficRange(range, DEFAULT_RANGE),
    reason: refusalReasons.find((known) => known === reason) ?? null,
  }
}
