import type { ReactNode } from 'react'
import { StaffShell } from '#components/staff/staff-shell'
import { requireStaff } from '#lib/auth/staff-guards'
import { signOut } from '../../(auth)/actions.ts'

export { staffTitles as generateMetadata } from '#lib/auth/staff-titles'

/** Guards nothing that a page does not guard itself: it is not rendered for every request that reaches one. */
export default async function StaffLayout({ children }: { children: ReactNode }) {
  const { name, email, staffRole } = await requireStaff()
  return (
    <StaffShell user={{ name, email }} role={staffRole} signOut={signOut}>
      <div className="flex flex-col gap-6">{children}</div>
    </StaffShell>
  )
}
