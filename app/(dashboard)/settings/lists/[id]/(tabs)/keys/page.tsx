import type { Metadata } from 'next'
import { ListKeysSection } from '#components/lists/list-keys-section'
import { pageRead } from '#lib/auth/page-read'
import { keysOfList } from '#lib/lists/queries'
import { type ListPageParams, listTitle, visitedList } from '../../visited-list.ts'

type ListKeysPageProps = ListPageParams & { searchParams: Promise<{ page?: string | string[] }> }

export function generateMetadata({ params }: ListKeysPageProps): Promise<Metadata> {
  return listTitle(params, 'Keys')
}

export default async function ListKeysPage({ params, searchParams }: ListKeysPageProps) {
  const { user, list } = await visitedList(params)
  const { page } = await searchParams
  const number = typeof page === 'string' && /^[1-9]\d{0,5}$/.test(page) ? Number(page) : 1
  const keys = await pageRead(keysOfList(user.workspaceId, list.id, number))
  return <ListKeysSection listId={list.id} keys={keys} />
}
