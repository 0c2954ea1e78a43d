'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import type { Action } from '#components/form/action'
import type { workspaceRoleWords } from '#lib/members/words'
import { InvitationLink, type Told } from './invitation-link.tsx'
import { InviteForm, type InviteTyped } from './invite-form.tsx'
import { WaitingInvitations, type WaitingRow } from './waiting-invitations.tsx'

type Place = { workspaceId: string; invitationId: string }

export type InvitationsProps = {
  workspaceId: string
  /** What the visitor may give. */
  roles: readonly (keyof typeof workspaceRoleWords)[]
  waiting: readonly WaitingRow[]
  now: string
  actions: { invite: Action<InviteTyped, Told>; renew: Action<Place, Told>; revoke: Action<Place> }
}

/** The form, what it led to, and who has not accepted yet. */
export function Invitations({ workspaceId, roles, waiting, now, actions }: InvitationsProps) {
  const router = useRouter()
  const [told, setTold] = useState<Told | null>(null)
  const onTold = (next: Told | null) => {
    setTold(next)
    router.refresh()
  }
  return (
    <>
      <InviteForm {...{ workspaceId, roles, onTold }} invite={actions.invite} />
      {told && <InvitationLink told={told} />}
      <WaitingInvitations {...{ workspaceId, waiting, now, onTold }} renew={actions.renew} revoke={actions.revoke} />
    </>
  )
}
