import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { SignInForm } from '#components/account/sign-in-form'
import { callbackPathOfUrl } from '#lib/auth/callback-path'
import { currentUser } from '#lib/auth/current'
import { signInNotice } from '#lib/auth/notice'
import type { SignedIn } from '#lib/auth/signed-in'
import { staffSessionNeed } from '#lib/auth/staff-session'
import { env } from '#lib/env'
import { paths } from '#lib/paths'
import { signIn } from './actions.ts'

export const metadata: Metadata = { title: 'Sign in' }

const FRESH_SIGN_IN = 'Staff pages ask for a fresh sign-in, with your second factor if you have one.'

type Search = Promise<{ callbackUrl?: string | string[]; error?: string | string[]; again?: string | string[] }>

export default async function SignInPage({ searchParams }: { searchParams: Search }) {
  const { callbackUrl, error, again } = await searchParams
  const next = callbackPathOfUrl(callbackUrl, env().appUrl.origin)
  const user = await currentUser()
  const signsInAgain = again === '1' && user !== null && mustSignInAgain(user)
  if (user !== null && !signsInAgain) redirect(next ?? paths.apiKeys())
  const notice = signsInAgain ? FRESH_SIGN_IN : signInNotice(error)
  return (
    <SignInForm
      action={signIn}
      {...(next === null ? {} : { callbackUrl: next })}
      {...(notice === null ? {} : { notice })}
    />
  )
}

/** Only of staff: for everybody else this page stays what it is to who is signed in. */
function mustSignInAgain(user: SignedIn): boolean {
  return user.staffRole !== null && staffSessionNeed(user, env().staffSession) === 'sign_in_again'
}
