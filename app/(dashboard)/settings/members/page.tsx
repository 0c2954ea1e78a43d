import type { Metadata } from 'next'
import { Invitations } from '#components/members/invitations'
import { MemberTable } from '#components/members/member-table'
import { Card } from '#components/ui/card'
import { PageHeader } from '#components/ui/page-header'
import { requireUser } from '#lib/auth/guards'
import { pageRead } from '#lib/auth/page-read'
import type { SignedIn } from '#lib/auth/signed-in'
import { listInvitations, listMembers, MEMBERS_SHOWN, type Member } from '#lib/members/queries'
import { mayChange, mayGive, rolesFor, rolesToGive } from '#lib/members/rules'
import { hasRight } from '#lib/workspaces/rights'
import { changeRole, invite, leave, remove, renew, revoke } from './actions.ts'

export const metadata: Metadata = { title: 'Members' }

export default async function MembersPage() {
  const user = await requireUser()
  const mayManage = hasRight(user, 'manageMembers')
  const [{ members, hasMore }, invitations] = await pageRead(
    Promise.all([listMembers(user.workspaceId), mayManage ? listInvitations(user.workspaceId) : []]),
  )
  const now = new Date().toISOString()
  return (
    <>
      <PageHeader
        title="Members"
        description={`Who is in ${user.workspaceName}, and what they may do. A change holds from their next click on.`}
      />
      <Card>
        <MemberTable
          workspace={{ id: user.workspaceId, name: user.workspaceName }}
          members={members.map((member) => rowOf(member, user))}
          now={now}
          actions={{ changeRole, remove, leave }}
        />
      </Card>
      {hasMore && <p className="text-muted">The first {MEMBERS_SHOWN} people are shown.</p>}
      {mayManage && (
        <Invitations
          workspaceId={user.workspaceId}
          roles={rolesToGive(user.role)}
          waiting={invitations.map(({ createdAt, expiresAt, ...invitation }) => ({
            ...invitation,
            expiresAt: expiresAt.toISOString(),
            mayChange: mayGive(user.role, invitation.role),
          }))}
          now={now}
          actions={{ invite, renew, revoke }}
        />
      )}
    </>
  )
}

function rowOf({ joinedAt, lastSeenAt, ...member }: Member, user: SignedIn) {
  const isSelf = member.userId === user.userId
  return {
    ...member,
    joinedAt: joinedAt.toISOString(),
    lastSeenAt: lastSeenAt?.toISOString() ?? null,
    isSelf,
    roles: rolesFor(user.role, member.role),
    mayRemove: !isSelf && mayChange(user.role, member.role),
  }
}
