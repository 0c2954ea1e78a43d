'use client'

import { BellOff, Check, Ellipsis } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import type { Action } from '#components/form/action'
import { attempt } from '#components/form/attempt'
import { Button } from '#components/ui/button'
import { IconButton } from '#components/ui/icon-button'
import { Menu, MenuItem } from '#components/ui/menu'
import { toast } from '#components/ui/toast'
import type { AlertKind } from '#lib/alerts/kinds'

export type MuteScope = { kind: AlertKind | null; subjectId: string | null }

/** What a person may mute from here, each with its words. */
export type MuteChoice = { label: string; scope: MuteScope }

export type AlertActionsProps = {
  alertId: string
  /** Names the buttons for those who do not see what they stand beside. */
  title: string
  isUnread: boolean
  mutes: readonly MuteChoice[]
  /** Null for who only looks. */
  markRead: Action<{ alertId: string }> | null
  mute: Action<MuteScope>
}

export function AlertActions({ alertId, title, isUnread, mutes, markRead, mute }: AlertActionsProps) {
  const router = useRouter()
  const [pending, setPending] = useState(false)

  const read = async (markRead: Action<{ alertId: string }>) => {
    setPending(true)
    const result = await attempt(markRead, { alertId })
    setPending(false)
    if (!result.ok) return toast({ title: 'It is still unread', description: result.message, tone: 'danger' })
    router.refresh()
  }

  const silence = async ({ label, scope }: MuteChoice) => {
    const result = await attempt(mute, scope)
    if (!result.ok) return toast({ title: 'Nothing is muted', description: result.message, tone: 'danger' })
    toast({ title: 'Muted', description: `${label}: from now on this raises no alert.` })
    router.refresh()
  }

  return (
    <>
      {isUnread && markRead && (
        <Button
          size="small"
          variant="ghost"
          pending={pending}
          onClick={() => read(markRead)}
          aria-label={`Mark as read: ${title}`}
        >
          <Check aria-hidden="true" />
          Mark read
        </Button>
      )}
      {mutes.length > 0 && (
        <Menu
          trigger={<IconButton label={`More for: ${title}`} icon={<Ellipsis />} size="small" />}
          className="max-w-96"
        >
          {mutes.map((choice) => (
            <MenuItem key={choice.label} icon={<BellOff />} onSelect={() => silence(choice)}>
              {choice.label}
            </MenuItem>
          ))}
        </Menu>
      )}
    </>
  )
}
