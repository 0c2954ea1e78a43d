import type { Metadata } from 'next'
import { CreateStaffToken } from '#components/staff-tokens/create-staff-token'
import { requireStaff } from '#lib/auth/staff-guards'
import { rolesToGive } from '#lib/staff-tokens/rules'
import { apiOrigin, currentCaller } from '../../../../(dashboard)/settings/api-keys/visit.ts'
import { createToken } from '../actions.ts'

export const metadata: Metadata = { title: 'Create staff token' }

export default async function NewStaffTokenPage() {
  const { staffRole } = await requireStaff()
  return (
    <CreateStaffToken
      action={createToken}
      roles={rolesToGive(staffRole)}
      origin={await apiOrigin()}
      {...currentCaller()}
    />
  )
}
