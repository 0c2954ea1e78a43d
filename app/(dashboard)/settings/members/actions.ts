'use server'

import type { z } from 'zod'
import { type ActionFailure, atField, type Outcome, userAction } from '#lib/action'
import type { SignedIn } from '#lib/auth/signed-in'
import { ok, refuse } from '#lib/errors'
import { renewInvitation, revokeInvitation } from '#lib/members/change-invitation'
import { changeMemberRole } from '#lib/members/change-role'
import { type InviteRefusal, inviteMember } from '#lib/members/invite'
import { leaveWorkspace, removeMember } from '#lib/members/remove-member'
import { changeRoleSchema, invitationSchema, inviteSchema, leaveSchema, removeMemberSchema } from '#lib/members/schema'
import { tellInvited } from '#lib/members/tell-invited'
import { paths } from '#lib/paths'

/** For the workspace that the page was of, and no other: of two tabs, one may have gone elsewhere since. */
const memberAction = <S extends z.ZodType<{ workspaceId: string }, object>, R extends Outcome>(
  schema: S,
  run: (input: z.output<S>, user: SignedIn) => Promise<R>,
) =>
  userAction<S, R | ActionFailure>(schema, async (input, user) =>
    input.workspaceId === user.workspaceId ? run(input, user) : elsewhere,
  )

const elsewhere = refuse('other_workspace', 'You have gone to another workspace since. Load this page anew.')

const fieldOf = {
  forbidden: null,
  too_many_attempts: null,
  above_own: 'role',
  is_member: 'email',
  too_many: null,
} as const satisfies Record<InviteRefusal, string | null>

export const invite = memberAction(inviteSchema, async (input, user) => {
  const invited = await inviteMember(user.actor, input)
  return invited.ok ? ok(await tellInvited(user, invited.value)) : atField(invited, fieldOf[invited.error])
})

export const renew = memberAction(invitationSchema, async (input, user) => {
  const renewed = await renewInvitation(user.actor, input)
  return renewed.ok ? ok(await tellInvited(user, renewed.value)) : renewed
})

export const revoke = memberAction(invitationSchema, (input, user) => revokeInvitation(user.actor, input))

export const changeRole = memberAction(changeRoleSchema, (input, user) => changeMemberRole(user.actor, input))

export const remove = memberAction(removeMemberSchema, (input, user) => removeMember(user.actor, input))

export const leave = memberAction(leaveSchema, async (_, user) => {
  const left = await leaveWorkspace(user.actor)
  return left.ok ? ok({ next: paths.apiKeys() }) : left
})
