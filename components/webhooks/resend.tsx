'use client'

import type { Action } from '#components/form/action'
import { Button } from '#components/ui/button'
import { useDoing } from './doing.tsx'

export type ResendProps = {
  webhookId: string
  deliveryId: string
  what: string
  action: Action<{ webhookId: string; deliveryId: string }>
}

export function Resend({ webhookId, deliveryId, what, action }: ResendProps) {
  const { pending, run } = useDoing()
  return (
    <Button
      size="small"
      pending={pending}
      aria-label={`Resend ${what}`}
      onClick={() => run(action, { webhookId, deliveryId }, 'The message is on its way again')}
    >
      Resend
    </Button>
  )
}
