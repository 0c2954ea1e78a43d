'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useState, useTransition } from 'react'
import type { Action } from '#components/form/action'
import { attempt } from '#components/form/attempt'
import { Button } from '#components/ui/button'
import { Callout } from '#components/ui/callout'
import { announce } from '#components/ui/live-region'
import { Time } from '#components/ui/time'
import { toast } from '#components/ui/toast'
import type { Bypass } from '#lib/keys/bypass'
import { formatCountdown, useCountdown } from './use-countdown.tsx'

export type BypassNoticeProps = {
  keyId: string
  bypass: Bypass
  now: Date
  /** Null for who may not end it. */
  end: Action<{ keyId: string }> | null
}

/** Says on every tab that a key lets any address through, until when, who opened it and why. Goes when it is over. */
export function BypassNotice({ keyId, bypass: { until, reason, by }, now, end }: BypassNoticeProps) {
  const router = useRouter()
  const [refreshing, startRefresh] = useTransition()
  const [sending, setSending] = useState(false)
  const left = useCountdown(until, now)
  const isOver = left === 0

  useEffect(() => {
    if (!isOver) return
    announce('The bypass is over. The list applies again.')
    router.refresh()
  }, [isOver, router])

  const endNow = async (action: Action<{ keyId: string }>) => {
    setSending(true)
    const result = await attempt(action, { keyId })
    setSending(false)
    if (result.ok) toast({ title: 'The bypass is over', description: 'The next request obeys the list again.' })
    else toast({ title: 'The bypass was not ended', description: result.message, tone: 'danger' })
    startRefresh(() => router.refresh())
  }

  if (isOver) return null
  return (
    <Callout
      tone="warning"
      title={
        <>
          Open to any address for <span className="figures">{formatCountdown(left)}</span> more
        </>
      }
      actions={
        end && (
          <Button size="small" onClick={() => void endNow(end)} pending={sending || refreshing}>
            End it now
          </Button>
        )
      }
    >
      <p className="wrap-anywhere">{reason}</p>
      <p className="wrap-anywhere text-muted">
        Opened by {by}. It ends by itself on <Time instant={until} show="time" />.
      </p>
    </Callout>
  )
}
