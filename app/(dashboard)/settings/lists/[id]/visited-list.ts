import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { cache } from 'react'
import { requireUser } from '#lib/auth/guards'
import { pageRead } from '#lib/auth/page-read'
import { ceilingOf, getList } from '#lib/lists/queries'

/** Of every page about one named list. */
export type ListPageParams = { params: Promise<{ id: string }> }

/** Layout, page and title of one request read the list once. */
const readList = cache((workspaceId: string, id: string) => pageRead(getList(workspaceId, id)))
const readCeiling = cache((workspaceId: string) => pageRead(ceilingOf(workspaceId)))

/** The named list that the address names, for who is signed in. One of another workspace is not found, as one that is not there. */
export async function visitedList(params: ListPageParams['params']) {
  const user = await requireUser()
  const list = await readList(user.workspaceId, (await params).id)
  if (list === null) notFound()
  return { user, list }
}

/** The same for what the ceiling has as well: a history. */
export async function visitedListOrCeiling(params: ListPageParams['params']) {
  const user = await requireUser()
  const { id } = await params
  const list = await readList(user.workspaceId, id)
  if (list !== null) return { user, kind: 'list', list } as const
  const ceiling = await readCeiling(user.workspaceId)
  if (ceiling.id !== id.toLowerCase()) notFound()
  return { user, kind: 'ceiling', ceiling: { ...ceiling, id: ceiling.id } } as const
}

/** The title of a tab of the list's page: "Keys · Office". Of the first tab the name alone. */
export async function listTitle(params: ListPageParams['params'], tab?: string): Promise<Metadata> {
  const { workspaceId } = await requireUser()
  const list = await readList(workspaceId, (await params).id)
  const name = list?.name ?? 'Ceiling'
  return { title: tab === undefined ? name : `${tab} · ${name}` }
}
