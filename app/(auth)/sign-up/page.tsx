import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { SignUpForm } from '#components/account/sign-up-form'
import { callbackPathOfUrl } from '#lib/auth/callback-path'
import { currentUser } from '#lib/auth/current'
import { installationIsEmpty, isMadeOnThisMachine } from '#lib/auth/first-account'
import { pageRead } from '#lib/auth/page-read'
import { currentPeer } from '#lib/client-ip/peer'
import { env } from '#lib/env'
import { heldTokenFor } from '#lib/members/held-link'
import { paths } from '#lib/paths'
import { signUp } from './actions.ts'

export const metadata: Metadata = { title: 'Sign up' }

export default async function SignUpPage({
  searchParams,
}: {
  searchParams: Promise<{ callbackUrl?: string | string[] }>
}) {
  const next = callbackPathOfUrl((await searchParams).callbackUrl, env().appUrl.origin)
  if ((await currentUser()) !== null) redirect(next ?? paths.apiKeys())
  const isFirst = await pageRead(installationIsEmpty())
  const needsSetupCode = isFirst && !isMadeOnThisMachine(currentPeer(), env())
  return (
    <SignUpForm
      action={signUp}
      isFirst={isFirst}
      needsSetupCode={needsSetupCode}
      isInvited={(await heldTokenFor(next ?? undefined)) !== null}
      {...(next === null ? {} : { callbackUrl: next })}
    />
  )
}
