import { redirect } from 'next/navigation'
import { requireStaff } from '#lib/auth/staff-guards'
import { paths } from '#lib/paths'

export default async function StaffPage() {
  await requireStaff()
  redirect(paths.staffKeys())
}
