'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import type { Action } from '#components/form/action'
import { attempt } from '#components/form/attempt'
import { toast } from '#components/ui/toast'

/** Runs an action of a button, says how it went, and shows the page anew. */
export function useDoing() {
  const router = useRouter()
  const [pending, setPending] = useState(false)
  const run = async <Input,>(action: Action<Input>, input: Input, done: string) => {
    setPending(true)
    const result = await attempt(action, input)
    setPending(false)
    if (result.ok) toast({ title: done })
    else toast({ title: 'That did not work', description: result.message, tone: 'danger' })
    router.refresh()
  }
  return { pending, run }
}
