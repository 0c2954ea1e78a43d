'use client'

import type { Action } from '#components/form/action'
import { attempt } from '#components/form/attempt'
import { leaveFor } from '#components/form/leave'
import { MenuChoice } from '#components/ui/menu'
import { toast } from '#components/ui/toast'

export type OwnWorkspace = { id: string; name: string }
export type SwitchWorkspace = Action<{ workspaceId: string }, { next: string }>

export type WorkspaceChoiceProps = {
  current: OwnWorkspace
  all: readonly OwnWorkspace[]
  switchWorkspace: SwitchWorkspace
}

/** Inside a menu. */
export function WorkspaceChoice({ current, all, switchWorkspace }: WorkspaceChoiceProps) {
  const change = async (workspaceId: string) => {
    const result = await attempt(switchWorkspace, { workspaceId })
    if (result.ok) return leaveFor(result.value.next)
    toast({ title: `You are still in ${current.name}`, description: result.message, tone: 'danger' })
  }
  return (
    <MenuChoice
      label="Workspace"
      value={current.id}
      onChange={change}
      options={all.map(({ id, name }) => ({ value: id, label: name }))}
    />
  )
}
