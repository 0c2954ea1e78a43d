import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { cache } from 'react'
import { requireUser } from '#lib/auth/guards'
import { pageRead } from '#lib/auth/page-read'
import { getKey } from '#lib/keys/queries'

/** Of every page about one key. */
export type KeyPageParams = { params: Promise<{ id: string }> }

/** Layout, page and title of one request read the key once. */
const readKey = cache((workspaceId: string, id: string) => pageRead(getKey(workspaceId, id)))

/** The key that the address names, for who is signed in. One of another workspace is not found, as one that is not there. */
export async function visitedKey(params: KeyPageParams['params']) {
  const user = await requireUser()
  const key = await readKey(user.workspaceId, (await params).id)
  if (key === null) notFound()
  return { user, key }
}

/** The title of a tab of the key's page: "Refused · Production server". Of the first tab the name alone. */
export async function keyTitle(params: KeyPageParams['params'], tab?: string): Promise<Metadata> {
  const { workspaceId } = await requireUser()
  const key = await readKey(workspaceId, (await params).id)
  if (key === null) return { title: 'Not found' }
  return { title: tab === undefined ? key.name : `${tab} · ${key.name}` }
}
