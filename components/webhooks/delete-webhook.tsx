'use client'

import { useRouter } from 'next/navigation'
import type { Action } from '#components/form/action'
import { attempt } from '#components/form/attempt'
import { toast } from '#components/ui/toast'
import { paths } from '#lib/paths'
import { Question } from './question.tsx'

export function DeleteWebhook({ webhookId, action }: { webhookId: string; action: Action<{ webhookId: string }> }) {
  const router = useRouter()
  const remove = async () => {
    const result = await attempt(action, { webhookId })
    if (!result.ok) return result.message
    toast({ title: 'The webhook is deleted' })
    router.push(paths.webhooks())
    router.refresh()
    return null
  }
  return (
    <Question
      label="Delete webhook"
      variant="danger"
      title="Delete this webhook?"
      description="Nothing more is sent to it, and its messages and their log are deleted with it."
      confirm={remove}
    />
  )
}
