import { Plus, ScanSearch } from 'lucide-react'
import type { Metadata } from 'next'
import { Suspense } from 'react'
import { KeyFilters } from '#components/keys/key-filters'
import { KeyListSkeleton } from '#components/keys/key-list-skeleton'
import { KeyPages } from '#components/keys/key-pages'
import { KeyTable } from '#components/keys/key-table'
import { KeysTabs } from '#components/keys/keys-tabs'
import { NoKeysFound, NoKeysYet } from '#components/keys/no-keys'
import { RotationStage } from '#components/keys/rotation-stage'
import { RulesCard } from '#components/policies/rules-card'
import { ButtonLink } from '#components/ui/button-link'
import { Card } from '#components/ui/card'
import { PageHeader } from '#components/ui/page-header'
import { requireUser } from '#lib/auth/guards'
import { pageRead } from '#lib/auth/page-read'
import type { SignedIn } from '#lib/auth/signed-in'
import { type ListFilters, listFiltersSchema } from '#lib/keys/list-filters'
import { listKeys } from '#lib/keys/queries'
import { availableActions, revokeNeedsName } from '#lib/keys/rules'
import { paths } from '#lib/paths'
import { toldPolicy } from '#lib/policies/told'
import { sparklines } from '#lib/traffic/queries'
import { hasRight } from '#lib/workspaces/rights'
import { pauseKey, resumeKey, revokeKey, rotateKey } from './actions.ts'
import { apiOrigin } from './visit.ts'

export const metadata: Metadata = { title: 'API Keys' }

type ApiKeysPageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> }

export default async function ApiKeysPage({ searchParams }: ApiKeysPageProps) {
  const user = await requireUser()
  const filters = listFiltersSchema.parse(await searchParams)
  return (
    <RotationStage origin={await apiOrigin()}>
      <KeysTabs current="keys" />
      <Suspense
        fallback={
          <>
            <PageHeader title="API Keys" description={description} />
            <KeyListSkeleton />
          </>
        }
      >
        <Keys user={user} filters={filters} />
      </Suspense>
    </RotationStage>
  )
}

const description = 'Keys let your programs call the API, from the addresses that you list and from nowhere else.'
const lifecycle = { pause: pauseKey, resume: resumeKey, revoke: revokeKey, rotate: rotateKey }

async function Keys({ user, filters }: { user: SignedIn; filters: ListFilters }) {
  const list = await pageRead(listKeys(user.workspaceId, filters))
  const policy = await pageRead(toldPolicy(user.workspaceId))
  const canCreate = hasRight(user, 'createKeys')
  if (!list.anyKeys) {
    return (
      <>
        <PageHeader title="API Keys" description={description} />
        <Card>
          <NoKeysYet origin={await apiOrigin()} canCreate={canCreate} />
        </Card>
        <RulesCard policy={policy} />
      </>
    )
  }
  const calls = await pageRead(
    sparklines(
      user.workspaceId,
      list.keys.map(({ id }) => id),
    ),
  )
  const keys = list.keys.map((key) => ({
    ...key,
    calls: calls.get(key.id) ?? null,
    actions: availableActions(user, key, list.now),
    revokeNeedsName: revokeNeedsName(key.lastUsed?.at ?? null, list.now),
  }))
  return (
    <>
      <PageHeader
        title="API Keys"
        description={description}
        actions={
          <>
            <ButtonLink href={paths.checkAddress()}>
              <ScanSearch aria-hidden="true" />
              Check an address
            </ButtonLink>
            {canCreate && <CreateLink />}
          </>
        }
      />
      <KeyFilters filters={filters} />
      <Card>
        {keys.length === 0 ? (
          <NoKeysFound />
        ) : (
          <KeyTable keys={keys} filters={filters} now={list.now} lifecycle={lifecycle} />
        )}
        <KeyPages filters={filters} page={list.page} pages={list.pages} total={list.total} />
      </Card>
      <RulesCard policy={policy} />
    </>
  )
}

function CreateLink() {
  return (
    <ButtonLink href={paths.newApiKey()} variant="primary">
      <Plus aria-hidden="true" />
      Create New Key
    </ButtonLink>
  )
}
