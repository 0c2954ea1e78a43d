'use client'

import type { Action } from '#components/form/action'
import { Callout } from '#components/ui/callout'
import { Section } from '#components/ui/card'
import { Time } from '#components/ui/time'
import { ProofForm } from './proof-form.tsx'
import { codesLeftWords } from './second-factor-summary.tsx'

export type ProofAction<Value> = Action<{ password: string; code: string }, Value>

export type ManageSecondFactorProps = {
  email: string
  standing: { since: string; codesLeft: number }
  now: string
  renew: ProofAction<readonly string[]>
  turnOff: ProofAction<null>
  onCodes: (codes: readonly string[]) => void
  onOff: () => void
}

/** What can be done with one that is on. Either asks for password and code: an open browser alone changes nothing. */
export function ManageSecondFactor(props: ManageSecondFactorProps) {
  const { email, standing, now, renew, turnOff, onCodes, onOff } = props
  return (
    <>
      <Callout tone="success" title="The second factor is on">
        Since <Time instant={standing.since} now={now} />. Signing in asks for a code of your authenticator app.
      </Callout>
      <Section
        title="Recovery codes"
        description={`${codesLeftWords(standing.codesLeft)} New ones take the place of those you have.`}
      >
        <ProofForm action={renew} onSuccess={onCodes} {...{ email }} label="Recovery codes" submit="Make new codes" />
      </Section>
      <Section
        title="Turn it off"
        description="To use another device, turn it off here and set it up anew. Until then your password alone signs you in."
        tone="danger"
      >
        <ProofForm action={turnOff} onSuccess={onOff} {...{ email }} label="Turn it off" submit="Turn off" danger />
      </Section>
    </>
  )
}
