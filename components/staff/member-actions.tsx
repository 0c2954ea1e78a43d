'use client'

import type { Action } from '#components/form/action'
import { attempt } from '#components/form/attempt'
import { staffRoleWords } from '#lib/staff/rules'
import { ConfirmChange } from './confirm-change.tsx'

type Role = keyof typeof staffRoleWords

export type StaffActions = {
  changeRole: Action<{ userId: string; role: Role }>
  revoke: Action<{ userId: string }>
}

export type MemberActionsProps = StaffActions & {
  member: { userId: string; email: string; role: Role; isSelf: boolean }
  describedBy: string
}

export function MemberActions({ member, describedBy, changeRole, revoke }: MemberActionsProps) {
  const { userId, email, isSelf } = member
  const other = member.role === 'staff' ? 'auditor' : 'staff'
  const { name, does } = staffRoleWords[other]
  return (
    <div className="flex items-center justify-end gap-1">
      <ConfirmChange
        label={`Make ${name.toLowerCase()}`}
        describedBy={describedBy}
        title={isSelf ? `Make yourself ${name.toLowerCase()}?` : `Make ${email} ${name.toLowerCase()}?`}
        description={`${does}. It holds from the next click on.${isSelf ? ' You cannot undo this yourself.' : ''}`}
        confirm={`Make ${name.toLowerCase()}`}
        done={`${email} is ${name.toLowerCase()} now`}
        run={() => attempt(changeRole, { userId, role: other })}
      />
      <ConfirmChange
        label="Remove"
        describedBy={describedBy}
        title={isSelf ? 'Leave the staff?' : `Take ${email} off the staff?`}
        description={
          isSelf
            ? 'The staff pages are closed to you at once. You cannot undo this yourself.'
            : 'The staff pages and their staff tokens are closed to them at once. Their account and workspace stay as they are.'
        }
        confirm="Remove"
        danger
        done={`${email} is not staff any more`}
        run={() => attempt(revoke, { userId })}
      />
    </div>
  )
}
