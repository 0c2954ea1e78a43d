import { Plus } from 'lucide-react'
import type { Metadata } from 'next'
import { CeilingCard } from '#components/lists/ceiling-card'
import { ListTable } from '#components/lists/list-table'
import { NoListsYet } from '#components/lists/no-lists'
import { RulesCard } from '#components/policies/rules-card'
import { ButtonLink } from '#components/ui/button-link'
import { Card, CardFooter } from '#components/ui/card'
import { PageHeader } from '#components/ui/page-header'
import { requireUser } from '#lib/auth/guards'
import { pageRead } from '#lib/auth/page-read'
import { ceilingOf, listLists } from '#lib/lists/queries'
import { paths } from '#lib/paths'
import { toldPolicy } from '#lib/policies/told'
import { hasRight } from '#lib/workspaces/rights'

export const metadata: Metadata = { title: 'Named lists' }

export default async function NamedListsPage() {
  const user = await requireUser()
  const { lists, now } = await pageRead(listLists(user.workspaceId))
  const ceiling = await pageRead(ceilingOf(user.workspaceId))
  const policy = await pageRead(toldPolicy(user.workspaceId))
  const canChange = hasRight(user, 'changeShared')
  return (
    <>
      <PageHeader
        title="Named lists"
        description="Addresses that many keys share. A change of a list rules the next call of every key that uses it."
        actions={canChange && lists.length > 0 && <CreateLink />}
      />
      <Card>
        {lists.length === 0 ? (
          <NoListsYet canChange={canChange} />
        ) : (
          <>
            <ListTable lists={lists} canChange={canChange} now={now} />
            <CardFooter>
              <span className="figures">{lists.length === 1 ? '1 list' : `${lists.length} lists`}</span>
            </CardFooter>
          </>
        )}
      </Card>
      <CeilingCard ceiling={ceiling} canChange={canChange} />
      <RulesCard policy={policy} />
    </>
  )
}

function CreateLink() {
  return (
    <ButtonLink href={paths.newNamedList()} variant="primary">
      <Plus aria-hidden="true" />
      Create named list
    </ButtonLink>
  )
}
