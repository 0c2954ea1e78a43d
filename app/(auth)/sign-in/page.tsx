import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { SignInForm } from '#components/account/sign-in-form'
import { callbackPathOfUrl } from '#lib/auth/callback-path'
import { currentUser } from '#lib/auth/current'
import { signInNotice } from '#lib/auth/notice'
import { env } from '#lib/env'
import { paths } from '#lib/paths'
import { signIn } from './actions.ts'

export const metadata: Metadata = { title: 'Sign in' }

type Search = Promise<{ callbackUrl?: string | string[]; error?: string | string[] }>

export default async function SignInPage({ searchParams }: { searchParams: Search }) {
  const { callbackUrl, error } = await searchParams
  const next = callbackPathOfUrl(callbackUrl, env().appUrl.origin)
  if ((await currentUser()) !== null) redirect(next ?? paths.apiKeys())
  const notice = signInNotice(error)
  return (
    <SignInForm
      action={signIn}
      {...(next === null ? {} : { callbackUrl: next })}
      {...(notice === null ? {} : { notice })}
    />
  )
}
