'use client'

import { Ban, Pause, Pencil, Play, RefreshCw } from 'lucide-react'
import { Button } from '#components/ui/button'
import { ButtonLink } from '#components/ui/button-link'
import { Tooltip } from '#components/ui/tooltip'
import type { KeyAction } from '#lib/keys/rules'
import { paths } from '#lib/paths'
import { type KeySubject, type LifecycleActions, useKeyLifecycle } from './key-lifecycle.tsx'

export type KeyPageActionsProps = {
  subject: KeySubject
  actions: readonly KeyAction[]
  lifecycle: LifecycleActions
  /** Staff paused it, so that resuming it is shown, and is not to be had. */
  isHeldByStaff: boolean
}

export function KeyPageActions({ subject, actions, lifecycle, isHeldByStaff }: KeyPageActionsProps) {
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
      {isHeldByStaff && (
        <Tooltip content="Gatelist staff paused this key. Only they can resume it.">
          <Button aria-disabled="true" className="opacity-60">
            <Play aria-hidden="true" />
            Resume
            <span className="spoken">: Gatelist staff paused this key, only they can resume it</span>
          </Button>
        </Tooltip>
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
