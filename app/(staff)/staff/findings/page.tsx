import type { Metadata } from 'next'
import { CountAgain } from '#components/findings/count-again'
import { FindingTable } from '#components/findings/finding-table'
import { Callout } from '#components/ui/callout'
import { Card } from '#components/ui/card'
import { PageHeader } from '#components/ui/page-header'
import { Time } from '#components/ui/time'
import { pageRead } from '#lib/auth/page-read'
import { requireStaff } from '#lib/auth/staff-guards'
import { listFindings } from '#lib/findings/queries'
import type { Finding } from '#lib/findings/views'
import { countFindingsAgain } from './actions.ts'

export const metadata: Metadata = { title: 'Findings' }

export default async function FindingsPage() {
  await requireStaff()
  const { findings, acknowledged, now } = await pageRead(listFindings())
  const oldest = oldestCount(findings)
  return (
    <>
      <PageHeader
        title="Findings"
        description={
          oldest === null ? (
            'Risks in the lists of every workspace.'
          ) : (
            <>
              Risks in the lists of every workspace. Counted <Time instant={oldest} now={now} />; the page of a finding
              has its keys as they are now.
            </>
          )
        }
        actions={<CountAgain action={countFindingsAgain} />}
      />
      {oldest === null && (
        <Callout title="Nothing is counted yet">
          The server counts every five minutes, for the first time soon after its start.
        </Callout>
      )}
      <Card>
        <FindingTable {...{ findings, acknowledged }} />
      </Card>
    </>
  )
}

/** The oldest of the counts: a rule that could not be counted in time keeps its former one. */
function oldestCount(findings: readonly Finding[]): Date | null {
  const times = findings.flatMap(({ count }) => (count === null ? [] : [count.takenAt.getTime()]))
  return times.length === 0 ? null : new Date(Math.min(...times))
}
