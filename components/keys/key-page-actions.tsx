'use client'

import { Ban, Pause, Pencil, Play, RefreshCw } from 'lucide-react'
import { Button } from '#components/ui/button'
import { ButtonLink } from '#components/ui/button-link'
import type { KeyAction } from '#lib/keys/rules'
import { paths } from '#lib/paths'
import { type KeySubject, type LifecycleActions, useKeyLifecycle } from './key-lifecycle.tsx'

export type KeyPageActionsProps = { subject: KeySubject; actions: readonly KeyAction[]; lifecycle: LifecycleActions }

export function KeyPageActions({ subject, actions, lifecycle }: KeyPageActionsProps) {
  const { pause, resume, revoke, rotate, pending, dialogs } = useKeyLifecycle(subject, lifecycle)
  return (
    <>
      {actions.includes('edit') && (
        <ButtonLink href={paths.editApiKey(subject.id)}>
          <Pencil aria-hidden="true" />
          Edit
        </ButtonLink>
      )}
      {actions.includes('pause') && (
        <Button onClick={pause} pending={pending === 'pause'}>
          <Pause aria-hidden="true" />
          Pause
        </Button>
      )}
      {actions.includes('resume') && (
        <Button onClick={resume} pending={pending === 'resume'}>
          <Play aria-hidden="true" />
          Resume
        </Button>
      )}
      {actions.includes('rotate') && (
        <Button onClick={rotate}>
          <RefreshCw aria-hidden="true" />
          Rotate
        </Button>
      )}
      {actions.includes('revoke') && (
        <Button onClick={revoke} className="text-danger-ink">
          <Ban aria-hidden="true" />
          Revoke
        </Button>
      )}
      {dialogs}
    </>
  )
}
