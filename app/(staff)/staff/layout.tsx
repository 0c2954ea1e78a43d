import type { ReactNode } from 'react'
import { StaffShell } from '#components/staff/staff-shell'
import { requireStaff } from '#lib/auth/staff-guards'
import { signOut } from '../../(auth)/actions.ts'
import { ProxyNotice } from '../../proxy-notice.tsx'

export { staffTitles as generateMetadata } from '#lib/auth/staff-titles'

/** Guards nothing that a page does not guard itself: it is not rendered for every request that reaches one. */
export default async function StaffLayout({ children }: { children: ReactNode }) {
  const user = await requireStaff()
  const { name, email, staffRole } = user
  return (
    <StaffShell user={{ name, email }} role={staffRole} signOut={signOut}>
      <div className="flex flex-col gap-6">
        <ProxyNotice user={user} />
        {children}
      </div>
    </StaffShell>
  )
}
