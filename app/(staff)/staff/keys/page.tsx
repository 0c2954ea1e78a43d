import { Download } from 'lucide-react'
import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { Suspense } from 'react'
import { KeyListSkeleton } from '#components/keys/key-list-skeleton'
import { FilterChips } from '#components/staff-keys/filter-chips'
import { NoStaffKeys } from '#components/staff-keys/no-staff-keys'
import { SecretKeptOut } from '#components/staff-keys/secret-kept-out'
import { StaffKeyFilters } from '#components/staff-keys/staff-key-filters'
import { StaffKeyPages } from '#components/staff-keys/staff-key-pages'
import { StaffKeyTable } from '#components/staff-keys/staff-key-table'
import { ViewBar } from '#components/staff-keys/view-bar'
import { ButtonLink } from '#components/ui/button-link'
import { Card } from '#components/ui/card'
import { PageHeader } from '#components/ui/page-header'
import { pageRead } from '#lib/auth/page-read'
import { requireStaff } from '#lib/auth/staff-guards'
import { filterNames } from '#lib/key-profiles/filter-names'
import { isFiltered } from '#lib/key-profiles/filters'
import { listStaffKeys } from '#lib/key-profiles/list-keys'
import { type KeyListState, readKeyList, viewQuery } from '#lib/key-profiles/list-query'
import { listSavedViews } from '#lib/key-profiles/saved-views'
import { filterChips } from '#lib/key-profiles/words'
import { looksSecret } from '#lib/lookup/looks-secret'
import { paths } from '#lib/paths'
import { changeKeyView, deleteKeyView, saveKeyView } from './actions.ts'

export const metadata: Metadata = { title: 'Keys' }

type Search = Promise<Record<string, string | string[] | undefined>>

export default async function StaffKeysPage({ searchParams }: { searchParams: Search }) {
  const { userId, staffRole } = await requireStaff()
  const raw = await searchParams
  const state = readKeyList(raw)
  // What may be a secret is not shown again, and leaves the address bar.
  if (looksSecret(state.filter.q)) redirect(paths.staffKeys({ view: 'live', secret: 'kept-out' }))
  const views = await pageRead(listSavedViews(userId))
  const first = views.find(({ isDefault }) => isDefault)
  if (first !== undefined && Object.keys(raw).length === 0)
    redirect(paths.staffKeys({ ...first.query, view: first.id }))
  return (
    <>
      <PageHeader
        title="Keys"
        description="Every key of every workspace: who can get in from where, and how widely."
        actions={
          <ButtonLink href={paths.staffExports(viewQuery(state))}>
            <Download aria-hidden="true" />
            Export what is filtered
          </ButtonLink>
        }
      />
      {raw.secret === 'kept-out' && <SecretKeptOut />}
      <ViewBar
        {...{ views, state }}
        mayShare={staffRole === 'staff'}
        actions={{ save: saveKeyView, change: changeKeyView, remove: deleteKeyView }}
      />
      <StaffKeyFilters state={state} />
      <Suspense key={JSON.stringify(raw)} fallback={<KeyListSkeleton />}>
        <Keys state={state} />
      </Suspense>
    </>
  )
}

async function Keys({ state }: { state: KeyListState }) {
  const { filter, order, cursor } = state
  const [page, names] = await pageRead(Promise.all([listStaffKeys(filter, order, cursor), filterNames(filter)]))
  return (
    <>
      <FilterChips state={state} chips={filterChips(filter, names)} />
      <Card>
        {page.keys.length === 0 ? (
          <NoStaffKeys isFiltered={isFiltered(filter) || cursor !== null} />
        ) : (
          <StaffKeyTable keys={page.keys} state={state} now={page.now} />
        )}
        <StaffKeyPages state={state} page={page} />
      </Card>
    </>
  )
}
