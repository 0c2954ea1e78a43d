import { ShieldCheck } from 'lucide-react'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { Acknowledge } from '#components/findings/acknowledge'
import { Acknowledgements } from '#components/findings/acknowledgements'
import { FoundKeys } from '#components/findings/found-keys'
import { SeverityBadge } from '#components/findings/severity-badge'
import { SharedRanges } from '#components/findings/shared-ranges'
import { TrendChart } from '#components/findings/trend-chart'
import { ButtonLink } from '#components/ui/button-link'
import { CardFooter, Section } from '#components/ui/card'
import { EmptyState } from '#components/ui/empty-state'
import { PageHeader } from '#components/ui/page-header'
import { pageRead } from '#lib/auth/page-read'
import { requireStaff } from '#lib/auth/staff-guards'
import { hasStaffRight } from '#lib/auth/staff-user'
import { readRulePageQuery, rulePageQuery } from '#lib/findings/page-query'
import {
  readAcknowledgements,
  readFinding,
  readFindingKeys,
  readSharedRanges,
  readWorkspaceName,
} from '#lib/findings/queries'
import { isRuleId, rules } from '#lib/findings/rules'
import { paths } from '#lib/paths'
import { acknowledgeFinding, reopenFinding } from '../actions.ts'

type Props = {
  params: Promise<{ rule: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

const PAGE_SIZE = 50

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  await requireStaff()
  const { rule } = await params
  return { title: isRuleId(rule) ? rules[rule].title : 'Findings' }
}

export default async function FindingPage({ params, searchParams }: Props) {
  const { staffRole } = await requireStaff()
  const { rule } = await params
  if (!isRuleId(rule)) notFound()
  const query = readRulePageQuery(await searchParams)
  const reads = Promise.all([
    readFinding(rule, query.days),
    readFindingKeys(rule, { ...query, limit: PAGE_SIZE }),
    query.acknowledged === 'included' ? readAcknowledgements(rule) : null,
    rule === 'shared-range' ? readSharedRanges() : [],
    query.workspaceId === null ? null : readWorkspaceName(query.workspaceId),
  ])
  const [finding, { keys, next, now }, acknowledgements, ranges, workspaceName] = await pageRead(reads)
  if (query.workspaceId !== null && workspaceName === null) notFound()
  const to = (change: Partial<typeof query>) =>
    paths.staffFinding(rule, rulePageQuery({ ...query, after: null, ...change }))
  const mayAct = hasStaffRight(staffRole, 'act')
  return (
    <>
      <PageHeader
        title={rules[rule].title}
        description={rules[rule].sentence}
        badge={<SeverityBadge severity={rules[rule].severity} />}
        breadcrumbs={[{ label: 'Findings', href: paths.staffFindings() }]}
      />
      <TrendChart
        trend={finding.trend}
        days={`${query.days}`}
        hrefOf={(days) => to({ days: Number(days) as typeof query.days })}
      />
      <SharedRanges ranges={ranges} />
      {acknowledgements && (
        <Acknowledgements {...{ acknowledgements, now }} reopen={mayAct ? reopenFinding : undefined} />
      )}
      <Section
        title={workspaceName === null ? 'Keys' : `Keys of ${workspaceName}`}
        description={
          rule === 'shared-range'
            ? 'As of the last look at the ranges, at most a quarter of an hour ago.'
            : 'As they are now, in the order in which they were made.'
        }
        flush
        actions={
          <>
            <ButtonLink
              size="small"
              href={paths.staffExports({
                kind: 'findings',
                rule,
                ...rulePageQuery({ ...query, after: null, days: 30 }),
              })}
            >
              Export these
            </ButtonLink>
            {query.workspaceId !== null && workspaceName !== null && (
              <>
                <ButtonLink size="small" href={to({ workspaceId: null })}>
                  Every workspace
                </ButtonLink>
                {mayAct && (
                  <Acknowledge
                    {...{ rule, now, action: acknowledgeFinding }}
                    of={{ kind: 'workspace', workspaceId: query.workspaceId, name: workspaceName }}
                  />
                )}
              </>
            )}
            <ButtonLink
              size="small"
              href={to({ acknowledged: query.acknowledged === 'included' ? 'left out' : 'included' })}
            >
              {query.acknowledged === 'included' ? 'Leave out acknowledged' : 'Show acknowledged'}
            </ButtonLink>
          </>
        }
      >
        {keys.length === 0 ? (
          <EmptyState
            icon={<ShieldCheck />}
            title={query.after === null ? 'No key is found' : 'No further key'}
            description={query.after === null ? 'That is good: nothing here needs a look.' : undefined}
          />
        ) : (
          <FoundKeys {...{ rule, keys, now }} acknowledge={mayAct ? acknowledgeFinding : undefined} />
        )}
        {(next !== null || query.after !== null) && (
          <CardFooter className="justify-end">
            {query.after !== null && (
              <ButtonLink size="small" href={to({})}>
                First page
              </ButtonLink>
            )}
            {next !== null && (
              <ButtonLink size="small" href={to({ after: next })}>
                Next page
              </ButtonLink>
            )}
          </CardFooter>
        )}
      </Section>
    </>
  )
}
