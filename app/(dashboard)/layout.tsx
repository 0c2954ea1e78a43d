import type { ReactNode } from 'react'
import { AppShell } from '#components/shell/app-shell'
import { unreadAlerts } from '#lib/alerts/queries'
import { requireUser } from '#lib/auth/guards'
import { pageRead } from '#lib/auth/page-read'
import { workspacesOf } from '#lib/workspaces/own'
import { hasRight } from '#lib/workspaces/rights'
import { signOut } from '../(auth)/actions.ts'
import { ProxyNotice } from '../proxy-notice.tsx'
import { switchWorkspace } from './actions.ts'

export default async function DashboardLayout({ children }: { children: ReactNode }) {
  const user = await requireUser()
  const { name, email, staffRole, workspaceId, workspaceName } = user
  const [unread, workspaces] = await pageRead(Promise.all([unreadAlerts(workspaceId), workspacesOf(user.userId)]))
  return (
    <AppShell
      user={{ name, email }}
      workspace={{ id: workspaceId, name: workspaceName }}
      workspaces={workspaces}
      switchWorkspace={switchWorkspace}
      unreadAlerts={unread}
      seesActivity={hasRight(user, 'seeActivity')}
      isStaff={staffRole !== null}
      signOut={signOut}
    >
      <div className="mb-6 empty:hidden">
        <ProxyNotice user={user} />
      </div>
      {children}
    </AppShell>
  )
}
