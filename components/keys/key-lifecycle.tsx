'use client'

import { useRouter } from 'next/navigation'
import { type ReactNode, useState } from 'react'
import type { Action } from '#components/form/action'
import { attempt } from '#components/form/attempt'
import { toast } from '#components/ui/toast'
import { RevokeDialog } from './revoke-dialog.tsx'
import { RotateDialog } from './rotate-dialog.tsx'
import type { Rotated } from './rotation-stage.tsx'

export type LifecycleActions = {
  pause: Action<{ keyId: string }>
  resume: Action<{ keyId: string }>
  revoke: Action<{ keyId: string; confirmName?: string | undefined }>
  rotate: Action<{ keyId: string; graceSeconds: number }, Rotated>
}

/** The key that is acted on. `revokeNeedsName`: it was used lately. */
export type KeySubject = { id: string; name: string; revokeNeedsName: boolean }

export type KeyLifecycle = {
  pause: () => void
  resume: () => void
  revoke: () => void
  rotate: () => void
  /** What is under way. */
  pending: 'pause' | 'resume' | null
  /** Must be placed on the page: what asks before revoking and rotating. */
  dialogs: ReactNode
}

/** Pausing, resuming, rotating and revoking one key, with what is said and shown around it. */
export function useKeyLifecycle(subject: KeySubject, actions: LifecycleActions): KeyLifecycle {
  const router = useRouter()
  const [pending, setPending] = useState<KeyLifecycle['pending']>(null)
  const [asking, setAsking] = useState<'revoke' | 'rotate' | null>(null)
  const close = () => setAsking(null)

  const run = async (name: 'pause' | 'resume') => {
    setPending(name)
    const result = await attempt(actions[name], { keyId: subject.id })
    setPending(null)
    // Also after a refusal: somebody else may have changed what this page shows.
    router.refresh()
    if (result.ok) toast(said[name](subject.name))
    else toast({ title: `${subject.name} was not changed`, description: result.message, tone: 'danger' })
  }

  return {
    pause: () => void run('pause'),
    resume: () => void run('resume'),
    revoke: () => setAsking('revoke'),
    rotate: () => setAsking('rotate'),
    pending,
    dialogs: (
      <>
        <RevokeDialog subject={subject} action={actions.revoke} open={asking === 'revoke'} onClose={close} />
        <RotateDialog subject={subject} action={actions.rotate} open={asking === 'rotate'} onClose={close} />
      </>
    ),
  }
}

const said = {
  pause: (name: string) => ({ title: `${name} is paused`, description: 'From now on every call with it is refused.' }),
  resume: (name: string) => ({ title: `${name} works again` }),
}
