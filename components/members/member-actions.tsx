'use client'

import type { Action } from '#components/form/action'
import { attempt } from '#components/form/attempt'
import { leaveFor } from '#components/form/leave'
import { ConfirmChange } from '#components/staff/confirm-change'
import type { workspaceRoleWords } from '#lib/members/words'
import { ChangeRole } from './change-role.tsx'
import type { MemberRow } from './member-table.tsx'

type Role = keyof typeof workspaceRoleWords

export type WorkspaceName = { id: string; name: string }

export type MemberChanges = {
  changeRole: Action<{ workspaceId: string; userId: string; role: Role }>
  remove: Action<{ workspaceId: string; userId: string }>
  leave: Action<{ workspaceId: string }, { next: string }>
}

export type MemberActionsProps = MemberChanges & { member: MemberRow; describedBy: string; workspace: WorkspaceName }

export function MemberActions(props: MemberActionsProps) {
  const { member, describedBy, workspace, changeRole, remove, leave } = props
  const { userId, email, roles, mayRemove, isSelf } = member
  const workspaceId = workspace.id
  const goAway = async () => {
    const result = await attempt(leave, { workspaceId })
    return result.ok ? leaveFor(result.value.next) : result
  }
  return (
    <div className="flex items-center justify-end gap-1">
      {roles.length > 0 && (
        <ChangeRole
          {...{ member, describedBy }}
          change={(role) => attempt(changeRole, { workspaceId, userId, role })}
        />
      )}
      {mayRemove && (
        <ConfirmChange
          label="Remove"
          describedBy={describedBy}
          title={`Remove ${email}?`}
          description="The workspace is closed to them at once. Their keys stay here and keep working; admins manage them. Rotate keys, and revoke management tokens, whose secrets they know."
          confirm="Remove"
          danger
          done={`${email} is not in the workspace any more`}
          run={() => attempt(remove, { workspaceId, userId })}
        />
      )}
      {isSelf && (
        <ConfirmChange
          label="Leave"
          describedBy={describedBy}
          title={`Leave ${workspace.name}?`}
          description="The workspace is closed to you at once, and only an invitation brings you back. Your keys stay here and keep working."
          confirm="Leave"
          danger
          done="You have left"
          run={goAway}
        />
      )}
    </div>
  )
}
