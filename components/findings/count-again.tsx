'use client'

import { RefreshCw } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import type { Action } from '#components/form/action'
import { attempt } from '#components/form/attempt'
import { Button } from '#components/ui/button'
import { toast } from '#components/ui/toast'

export function CountAgain({ action }: { action: Action<Record<string, never>> }) {
  const router = useRouter()
  const [pending, setPending] = useState(false)
  const press = async () => {
    setPending(true)
    const result = await attempt(action, {})
    setPending(false)
    if (!result.ok) return toast({ title: 'Not counted again', description: result.message, tone: 'danger' })
    toast({ title: 'Counted again' })
    router.refresh()
  }
  return (
    <Button pending={pending} onClick={press}>
      <RefreshCw aria-hidden="true" />
      Count again now
    </Button>
  )
}
