'use client'

import { useState } from 'react'
import type { Action } from '#components/form/action'
import { Callout } from '#components/ui/callout'
import { BeginForm } from './begin-form.tsx'
import { ScanStep } from './scan-step.tsx'

/** What the device is given, shown once: as a picture (its modules on a side, and the dark ones) and as text. */
export type DeviceSecret = { uri: string; typed: string; picture: { size: number; path: string } | null }

export type EnrolStepsProps = {
  email: string
  begin: Action<{ password: string }, DeviceSecret>
  confirm: Action<{ code: string }, readonly string[]>
  notice: string | null
  onConfirmed: (codes: readonly string[]) => void
}

/** First the password, then the device with its first code. */
export function EnrolSteps({ email, begin, confirm, notice, onConfirmed }: EnrolStepsProps) {
  const [secret, setSecret] = useState<DeviceSecret | null>(null)
  return (
    <>
      {notice && <Callout tone="info">{notice}</Callout>}
      {secret === null ? (
        <BeginForm action={begin} email={email} onBegun={setSecret} />
      ) : (
        <ScanStep secret={secret} action={confirm} onConfirmed={onConfirmed} onAgain={() => setSecret(null)} />
      )}
    </>
  )
}
