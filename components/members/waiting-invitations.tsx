'use client'

import type { Action } from '#components/form/action'
import { attempt } from '#components/form/attempt'
import { ConfirmChange } from '#components/staff/confirm-change'
import { Badge } from '#components/ui/badge'
import { Section } from '#components/ui/card'
import { Time } from '#components/ui/time'
import { workspaceRoleWords } from '#lib/members/words'
import type { Told } from './invitation-link.tsx'

export type WaitingRow = {
  id: string
  email: string
  role: keyof typeof workspaceRoleWords
  expiresAt: string
  isExpired: boolean
  invitedBy: string | null
  mayChange: boolean
}

type Place = { workspaceId: string; invitationId: string }

export type WaitingInvitationsProps = {
  workspaceId: string
  waiting: readonly WaitingRow[]
  now: string
  renew: Action<Place, Told>
  revoke: Action<Place>
  /** Null: what was told before does not hold any more. */
  onTold: (told: Told | null) => void
}

export function WaitingInvitations({ waiting, ...rest }: WaitingInvitationsProps) {
  if (waiting.length === 0) return null
  return (
    <Section title="Invitations" description="Who has not accepted yet." flush>
      <ul aria-label="Invitations" className="divide-y divide-line">
        {waiting.map((invitation) => (
          <WaitingLine key={invitation.id} invitation={invitation} {...rest} />
        ))}
      </ul>
    </Section>
  )
}

type WaitingLineProps = { invitation: WaitingRow } & Omit<WaitingInvitationsProps, 'waiting'>

function WaitingLine({ invitation, workspaceId, now, renew, revoke, onTold }: WaitingLineProps) {
  const { id, email, role, expiresAt, isExpired, invitedBy, mayChange } = invitation
  const place = { workspaceId, invitationId: id }
  const nameId = `invitation-${id}`
  const again = async () => {
    const result = await attempt(renew, place)
    if (result.ok) onTold(result.value)
    return result
  }
  const end = async () => {
    const result = await attempt(revoke, place)
    if (result.ok) onTold(null)
    return result
  }
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-3 px-5 py-3.5 sm:px-6">
      <div className="min-w-0 flex-1 basis-56">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <span id={nameId} className="min-w-0 break-words font-medium">
            {email}
          </span>
          <Badge>{workspaceRoleWords[role].name}</Badge>
          {isExpired && <Badge tone="warning">Expired</Badge>}
        </p>
        <p className="text-muted">
          {invitedBy ? `By ${invitedBy}, ` : ''}
          {isExpired ? 'expired' : 'expires'} <Time instant={expiresAt} now={now} />
        </p>
      </div>
      {mayChange && (
        <div className="flex items-center gap-1">
          <ConfirmChange
            label="Renew"
            describedBy={nameId}
            title={`Renew the invitation of ${email}?`}
            description="It gets a new link for another seven days, and the earlier link ends."
            confirm="Renew"
            done="The invitation has a new link"
            run={again}
          />
          <ConfirmChange
            label="Revoke"
            describedBy={nameId}
            title={`Revoke the invitation of ${email}?`}
            description="Its link ends at once."
            confirm="Revoke"
            danger
            done="The invitation is revoked"
            run={end}
          />
        </div>
      )}
    </li>
  )
}
