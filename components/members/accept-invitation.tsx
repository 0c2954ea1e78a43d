'use client'

import { useState } from 'react'
import { EntryHeading } from '#components/account/entry-heading'
import type { Action } from '#components/form/action'
import { attempt } from '#components/form/attempt'
import { FormProblem } from '#components/form/form'
import { useHydrated } from '#components/form/hydrated'
import { leaveFor } from '#components/form/leave'
import { Button } from '#components/ui/button'
import { withArticle, workspaceRoleWords } from '#lib/members/words'

export type AcceptInvitationProps = {
  workspaceName: string
  role: keyof typeof workspaceRoleWords
  invitedBy: string | null
  accept: Action<undefined, { next: string }>
}

export function AcceptInvitation({ workspaceName, role, invitedBy, accept }: AcceptInvitationProps) {
  const hydrated = useHydrated()
  const [pending, setPending] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const join = async () => {
    setPending(true)
    const result = await attempt(accept, undefined)
    if (result.ok) return leaveFor(result.value.next)
    setPending(false)
    setProblem(result.message)
  }
  return (
    <>
      <EntryHeading title={`Join ${workspaceName}?`}>
        {invitedBy ?? 'Somebody'} invites you as {withArticle(role)}. {workspaceRoleWords[role].does} Your other
        workspaces stay as they are.
      </EntryHeading>
      <div className="flex flex-col gap-4">
        <FormProblem message={problem} />
        <Button variant="primary" size="large" pending={pending} disabled={!hydrated} onClick={join}>
          Join the workspace
        </Button>
      </div>
    </>
  )
}
