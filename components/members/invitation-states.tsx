'use client'

import { EntryHeading } from '#components/account/entry-heading'
import type { Action } from '#components/form/action'
import { attempt } from '#components/form/attempt'
import { leaveFor } from '#components/form/leave'
import { Button } from '#components/ui/button'
import { ButtonLink } from '#components/ui/button-link'
import { TextLink } from '#components/ui/text-link'
import { toast } from '#components/ui/toast'
import { paths } from '#lib/paths'

/** Nobody is signed in here, so it says neither who is invited nor where to. */
export function InvitedVisitor() {
  const back = paths.invitation()
  return (
    <>
      <EntryHeading title="You are invited">
        Sign in, or create an account, with the e-mail address that the invitation was sent to.
      </EntryHeading>
      <div className="flex flex-wrap gap-2">
        <ButtonLink href={paths.signIn(back)} variant="primary">
          Sign in
        </ButtonLink>
        <ButtonLink href={paths.signUp(back)}>Create an account</ButtonLink>
      </div>
    </>
  )
}

export function DeadInvitation() {
  return (
    <EntryHeading title="This invitation cannot be used">
      It was used, revoked or replaced, or has expired. Ask whoever invited you for a new one, or go to{' '}
      <TextLink href={paths.apiKeys()}>your keys</TextLink>.
    </EntryHeading>
  )
}

export type OtherAddressProps = { email: string; signOut: Action<undefined, { next: string }> }

export function OtherAddress({ email, signOut }: OtherAddressProps) {
  const leave = async () => {
    const result = await attempt(signOut, undefined)
    if (result.ok) return leaveFor(paths.invitation())
    toast({ title: 'You are still signed in', description: result.message, tone: 'danger' })
  }
  return (
    <>
      <EntryHeading title="This invitation is for somebody else">
        You are signed in as {email}, and it was sent to another e-mail address. Is that yours too? Sign out, and come
        in with it.
      </EntryHeading>
      <div className="flex flex-wrap gap-2">
        <Button variant="primary" onClick={leave}>
          Sign out
        </Button>
        <ButtonLink href={paths.apiKeys()}>Go to your keys</ButtonLink>
      </div>
    </>
  )
}
