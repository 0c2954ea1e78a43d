import { ProxyBanner } from '#components/proxy/proxy-banner'
import { pageRead } from '#lib/auth/page-read'
import type { SignedIn } from '#lib/auth/signed-in'
import { staffSessionNeed } from '#lib/auth/staff-session'
import { asStaffUser } from '#lib/auth/staff-user'
import { proxyNotice } from '#lib/doctor/notice'
import { env } from '#lib/env'
import { dismissNotice } from './(staff)/staff/proxy/actions.ts'

/** For staff whose session opens the staff pages: what the proxy set-up lacks, above whatever page they are on. */
export async function ProxyNotice({ user }: { user: SignedIn }) {
  const staff = asStaffUser(user)
  if (staff === null || staffSessionNeed(staff, env().staffSession) !== null) return null
  const notice = await pageRead(proxyNotice(staff.staff.userId))
  if (notice === null) return null
  const { level, summary, meaning, settings } = notice.words
  const count = notice.sights.reduce((sum, sight) => sum + sight.count, 0)
  return (
    <ProxyBanner
      {...{ summary, meaning, settings, count }}
      isProblem={level === 'problem'}
      finding={notice.finding}
      dismiss={dismissNotice}
    />
  )
}
