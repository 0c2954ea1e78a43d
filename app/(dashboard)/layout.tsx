import type { ReactNode } from 'react'
import { AppShell } from '#components/shell/app-shell'
import { unreadAlerts } from '#lib/alerts/queries'
import { requireUser } from '#lib/auth/guards'
import { pageRead } from '#lib/auth/page-read'
import { signOut } from '../(auth)/actions.ts'

export default async function DashboardLayout({ children }: { children: ReactNode }) {
  const { name, email, staffRole, workspaceId, workspaceName } = await requireUser()
  const unread = await pageRead(unreadAlerts(workspaceId))
  return (
    <AppShell
      user={{ name, email }}
      workspaceName={workspaceName}
      unreadAlerts={unread}
      isStaff={staffRole !== null}
      signOut={signOut}
    >
      {children}
    </AppShell>
  )
}
