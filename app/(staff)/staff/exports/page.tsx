import type { Metadata } from 'next'
import { ExportForm } from '#components/exports/export-form'
import { FilterChips } from '#components/exports/filter-chips'
import { RecentExports } from '#components/exports/recent-exports'
import { Section } from '#components/ui/card'
import { PageHeader } from '#components/ui/page-header'
import { Tabs } from '#components/ui/tabs'
import { TextLink } from '#components/ui/text-link'
import { pageRead } from '#lib/auth/page-read'
import { requireStaff } from '#lib/auth/staff-guards'
import { type ExportKind, exportKinds, isExportKind } from '#lib/exports/kinds'
import { exportNames } from '#lib/exports/readers'
import { recentExports } from '#lib/exports/recent'
import { kindWords } from '#lib/exports/words'
import { paths } from '#lib/paths'

export const metadata: Metadata = { title: 'Exports' }

const RECENT = 20

type Search = Record<string, string | string[] | undefined>

export default async function ExportsPage({ searchParams }: { searchParams: Promise<Search> }) {
  await requireStaff()
  const search = await searchParams
  const { kind, filter } = readSearch(search)
  const { exports, now } = await pageRead(recentExports(RECENT))
  return (
    <>
      <PageHeader title="Exports" description="Take out what the pages show, as files, in any number of rows." />
      <Tabs label="What to export" tabs={exportKinds.map((one) => tabOf(one, kind))} />
      <Section title={kindWords[kind].name} description={kindWords[kind].holds} flush>
        <div className="flex flex-col gap-3 px-5 py-5 sm:px-6">
          {Object.keys(filter).length > 0 && <FilterChips kind={kind} filter={filter} />}
          <p className="text-muted">
            {Object.keys(filter).length === 0 ? `${whole[kind]} ` : 'Only what these filters let stay. '}
            {kind === 'keys' && filter.state === undefined && (
              <>
                <TextLink href={paths.staffExports({ kind, ...filter, state: 'all' })}>Add those that ended</TextLink>
                {', or '}
              </>
            )}
            <TextLink href={filterPages[kind].href(filter)}>
              choose filters on the page {filterPages[kind].name}
            </TextLink>
            .
          </p>
        </div>
        {/* Another kind or filter is another export. */}
        <ExportForm key={JSON.stringify([kind, filter])} kind={kind} filter={filter} />
      </Section>
      <RecentExports exports={exports} now={now} />
    </>
  )
}

/** What there is without a filter. */
const whole = {
  keys: 'Every key that lives.',
  entries: 'Every entry there is.',
  findings: 'Every finding, without what is acknowledged.',
  events: 'Every event there is.',
} satisfies Record<ExportKind, string>

type FilterPage = { name: string; href(filter: Record<string, string>): string }

/** Where what is exported can be seen and filtered. */
const filterPages = {
  keys: { name: 'Keys', href: (filter) => paths.staffKeys(filter) },
  entries: { name: 'Keys', href: (filter) => paths.staffKeys(filter) },
  findings: { name: 'Findings', href: () => paths.staffFindings() },
  events: { name: 'Audit trail', href: (filter) => paths.staffAudit(filter) },
} satisfies Record<ExportKind, FilterPage>

function tabOf(kind: ExportKind, current: ExportKind) {
  return { label: kindWords[kind].name, href: paths.staffExports({ kind }), current: kind === current }
}

/** Links of the pages bring their whole address along, of which the filter is taken. */
function readSearch(search: Search): { kind: ExportKind; filter: Record<string, string> } {
  const asked = typeof search.kind === 'string' ? search.kind : ''
  const kind = isExportKind(asked) ? asked : 'keys'
  const given = exportNames[kind].map((name) => [name, search[name]] as const)
  const filter = given.filter((pair): pair is [string, string] => typeof pair[1] === 'string' && pair[1] !== '')
  return { kind, filter: Object.fromEntries(filter) }
}
