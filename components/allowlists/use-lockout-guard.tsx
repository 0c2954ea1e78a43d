'use client'

import { type ReactNode, useState } from 'react'
import type { ActionResult } from '#components/form/action'
import type { LockoutRisk, Risk } from '#lib/allowlists/lockout'
import { LockoutDialog } from './lockout-dialog.tsx'

/** What a change answers that may be held up by who calls now. */
export type GuardedResult<Value = unknown> = ActionResult<Value> | LockoutRisk

type Asking = { risk: Risk; answer: (confirmed: string | null) => void }

/**
 * Sends a change, and when it would refuse who calls now, asks first and sends it again with the answer. Null: the person went
 * back, and nothing was changed. `dialog` must be placed on the page, once.
 */
export function useLockoutGuard(): {
  guard: <Value>(send: (confirmed: string) => Promise<GuardedResult<Value>>) => Promise<ActionResult<Value> | null>
  dialog: ReactNode
} {
  const [asking, setAsking] = useState<Asking | null>(null)
  const [pending, setPending] = useState(false)

  const ask = (risk: Risk) => new Promise<string | null>((answer) => setAsking({ risk, answer }))

  const guard = async <Value,>(send: (confirmed: string) => Promise<GuardedResult<Value>>) => {
    let confirmed = ''
    for (;;) {
      const result = await send(confirmed)
      setPending(false)
      if (!isLockoutRisk(result)) {
        setAsking(null)
        return result
      }
      // Who calls while the question stands open is asked about too.
      const answer = await ask(result.risk)
      if (answer === null) {
        setAsking(null)
        return null
      }
      setPending(true)
      confirmed = [confirmed, answer].filter(Boolean).join('\n')
    }
  }

  const dialog = (
    <LockoutDialog
      risk={asking?.risk ?? null}
      pending={pending}
      onConfirm={(confirmed) => asking?.answer(confirmed)}
      onCancel={() => asking?.answer(null)}
    />
  )
  return { guard, dialog }
}

export function isLockoutRisk<Value>(result: GuardedResult<Value>): result is LockoutRisk {
  return !result.ok && result.error === 'lockout_risk' && 'risk' in result
}
