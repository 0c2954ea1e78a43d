import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { CreateToken } from '#components/management-tokens/create-token'
import { requireUser } from '#lib/auth/guards'
import { mayManageTokens } from '#lib/management-tokens/rules'
import { paths } from '#lib/paths'
import { apiOrigin, currentCaller } from '../../visit.ts'
import { createToken } from '../actions.ts'

export const metadata: Metadata = { title: 'Create token' }

export default async function NewManagementTokenPage() {
  const user = await requireUser()
  if (!mayManageTokens(user)) redirect(paths.managementTokens())
  return <CreateToken action={createToken} origin={await apiOrigin()} {...currentCaller()} />
}
