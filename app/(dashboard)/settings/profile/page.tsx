import type { Metadata } from 'next'
import { AccountEvents } from '#components/account/account-events'
import { PasswordForm } from '#components/account/password-form'
import { ProfileForm } from '#components/account/profile-form'
import { SessionList } from '#components/account/session-list'
import { SecondFactorSummary } from '#components/second-factor/second-factor-summary'
import { PageHeader } from '#components/ui/page-header'
import { accountEvents } from '#lib/audit/queries'
import { deviceName } from '#lib/auth/device-name'
import { requireUser } from '#lib/auth/guards'
import { pageRead } from '#lib/auth/page-read'
import { listSessions } from '#lib/auth/sessions'
import { secondFactorOf } from '#lib/second-factor/queries'
import { changePassword, endSession, saveProfile, signOutEverywhere } from './actions.ts'

export const metadata: Metadata = { title: 'Profile' }

export default async function ProfilePage() {
  const user = await requireUser()
  const [sessions, events, factor] = await pageRead(
    Promise.all([listSessions(user), accountEvents(user), secondFactorOf(user.userId)]),
  )
  const now = new Date().toISOString()
  return (
    <>
      <PageHeader title="Profile" description="Your name, how you sign in, and the browsers you are signed in with." />
      <ProfileForm action={saveProfile} name={user.name} email={user.email} />
      <PasswordForm action={changePassword} email={user.email} />
      <SecondFactorSummary codesLeft={factor?.codesLeft ?? null} />
      <SessionList
        now={now}
        endSession={endSession}
        signOutEverywhere={signOutEverywhere}
        sessions={sessions.map((session) => ({
          id: session.id,
          createdAt: session.createdAt.toISOString(),
          lastSeenAt: session.lastSeenAt.toISOString(),
          address: session.address,
          device: deviceName(session.userAgent),
          isCurrent: session.isCurrent,
        }))}
      />
      <AccountEvents
        now={now}
        events={events.map(({ id, at, label, address }) => ({ id, at: at.toISOString(), label, address }))}
      />
    </>
  )
}
