import { notFound } from 'next/navigation'
import { cache } from 'react'
import { pageRead } from '#lib/auth/page-read'
import { requireStaff } from '#lib/auth/staff-guards'
import { staffKey } from '#lib/staff-acts/queries'

export type StaffKeyParams = { params: Promise<{ id: string }> }

/** Page and title of one request read the key once. */
const readKey = cache((id: string) => pageRead(staffKey(id)))

/** The key that the address names, for staff alone. */
export async function visitedStaffKey(params: StaffKeyParams['params']) {
  const user = await requireStaff()
  const key = await readKey((await params).id)
  if (key === null) notFound()
  return { user, key }
}
