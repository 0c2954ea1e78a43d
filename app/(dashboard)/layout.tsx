import type { ReactNode } from 'react'
import { AppShell } from '#components/shell/app-shell'
import { requireUser } from '#lib/auth/guards'
import { signOut } from '../(auth)/actions.ts'

export default async function DashboardLayout({ children }: { children: ReactNode }) {
  const { name, email, workspaceName } = await requireUser()
  return (
    <AppShell user={{ name, email }} workspaceName={workspaceName} signOut={signOut}>
      {children}
    </AppShell>
  )
}
