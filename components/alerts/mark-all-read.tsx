'use client'

import { CheckCheck } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import type { Action } from '#components/form/action'
import { attempt } from '#components/form/attempt'
import { Button } from '#components/ui/button'
import { toast } from '#components/ui/toast'

export type MarkAllReadProps = {
  /** When the page was made: what came since stays unread. */
  until: Date
  action: Action<{ until: Date }>
}

export function MarkAllRead({ until, action }: MarkAllReadProps) {
  const router = useRouter()
  const [pending, setPending] = useState(false)
  const press = async () => {
    setPending(true)
    const result = await attempt(action, { until })
    setPending(false)
    if (!result.ok) return toast({ title: 'Nothing is marked', description: result.message, tone: 'danger' })
    router.refresh()
  }
  return (
    <Button pending={pending} onClick={press}>
      <CheckCheck aria-hidden="true" />
      Mark all read
    </Button>
  )
}
