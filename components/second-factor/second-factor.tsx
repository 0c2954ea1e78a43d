'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import type { Action } from '#components/form/action'
import { PageHeader } from '#components/ui/page-header'
import { toast } from '#components/ui/toast'
import { paths } from '#lib/paths'
import { EnrolSteps, type EnrolStepsProps } from './enrol-steps.tsx'
import { ManageSecondFactor, type ProofAction } from './manage-second-factor.tsx'
import { RecoveryCodes } from './recovery-codes.tsx'

export type SecondFactorProps = Pick<EnrolStepsProps, 'email' | 'begin'> & {
  confirm: Action<{ code: string }, readonly string[]>
  renew: ProofAction<readonly string[]>
  turnOff: ProofAction<null>
  /** Null while it is off. */
  standing: { since: string; codesLeft: number } | null
  now: string
  /** Where to go once it is on. */
  next: string
  /** Something waits behind it: why it has to be set up. */
  notice: string | null
}

/** Sets it up, or shows what is there; recovery codes stand in the place of either while they are shown. */
export function SecondFactor(props: SecondFactorProps) {
  const { email, begin, confirm, renew, turnOff, standing, now, next, notice } = props
  const router = useRouter()
  const [shown, setShown] = useState<{ codes: readonly string[]; next: string } | null>(null)
  if (shown !== null) return <RecoveryCodes {...shown} onDone={() => setShown(null)} />
  return (
    <>
      <PageHeader
        title="Second factor"
        description="A code of your phone or another device, asked for after the password."
        breadcrumbs={[{ label: 'Profile', href: paths.profile() }]}
      />
      {standing === null ? (
        <EnrolSteps {...{ email, begin, confirm, notice }} onConfirmed={(codes) => setShown({ codes, next })} />
      ) : (
        <ManageSecondFactor
          {...{ email, standing, now, renew, turnOff }}
          onCodes={(codes) => setShown({ codes, next: paths.secondFactor() })}
          onOff={() => {
            toast({ title: 'The second factor is off', description: 'Signing in asks for your password alone.' })
            router.push(paths.profile())
            router.refresh()
          }}
        />
      )}
    </>
  )
}
