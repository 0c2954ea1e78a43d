'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import type { Action } from '#components/form/action'
import { attempt } from '#components/form/attempt'
import { Button } from '#components/ui/button'
import { toast } from '#components/ui/toast'

export type UnmuteProps = { muteId: string; what: string; action: Action<{ muteId: string }> }

export function Unmute({ muteId, what, action }: UnmuteProps) {
  const router = useRouter()
  const [pending, setPending] = useState(false)
  const press = async () => {
    setPending(true)
    const result = await attempt(action, { muteId })
    setPending(false)
    if (!result.ok) return toast({ title: 'It is still muted', description: result.message, tone: 'danger' })
    toast({ title: 'Unmuted', description: `${what}: alerts are raised again.` })
    router.refresh()
  }
  return (
    <Button size="small" pending={pending} onClick={press} aria-label={`Unmute ${what}`}>
      Unmute
    </Button>
  )
}
