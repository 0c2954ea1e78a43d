'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import type { Action } from '#components/form/action'
import { attempt } from '#components/form/attempt'
import { Button } from '#components/ui/button'
import { toast } from '#components/ui/toast'

export type ReopenAction = Action<{ id: string }>

export function Reopen({ id, what, action }: { id: string; what: string; action: ReopenAction }) {
  const router = useRouter()
  const [pending, setPending] = useState(false)
  const press = async () => {
    setPending(true)
    const result = await attempt(action, { id })
    setPending(false)
    if (!result.ok) return toast({ title: 'Not reopened', description: result.message, tone: 'danger' })
    toast({ title: `${what} is a finding again` })
    router.refresh()
  }
  return (
    <Button size="small" pending={pending} onClick={press} aria-label={`Reopen ${what}`}>
      Reopen
    </Button>
  )
}
