import type { Metadata } from 'next'
import { AcceptInvitation } from '#components/members/accept-invitation'
import { DeadInvitation, InvitedVisitor, OtherAddress } from '#components/members/invitation-states'
import { LinkTaker } from '#components/members/link-taker'
import { currentUser } from '#lib/auth/current'
import { pageRead } from '#lib/auth/page-read'
import { heldToken } from '#lib/members/held-link'
import { findOpenInvitation } from '#lib/members/open-invitation'
import { signOut } from '../actions.ts'
import { accept, presentLink } from './actions.ts'

export const metadata: Metadata = { title: 'Invitation', referrer: 'no-referrer' }

export default async function InvitationPage() {
  return (
    <LinkTaker present={presentLink}>
      <State />
    </LinkTaker>
  )
}

/** Only the account that was invited learns where to. */
async function State() {
  const token = await heldToken()
  const invitation = token === null ? null : await pageRead(findOpenInvitation(token))
  if (invitation === null) return <DeadInvitation />
  const user = await currentUser()
  if (user === null) return <InvitedVisitor />
  if (user.email !== invitation.email) return <OtherAddress email={user.email} signOut={signOut} />
  const { workspaceName, role, invitedBy } = invitation
  return <AcceptInvitation {...{ workspaceName, role, invitedBy }} accept={accept} />
}
