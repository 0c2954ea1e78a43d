import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { paths } from '#lib/paths'
import { callbackPath } from './callback-path.ts'
import { currentUser } from './current.ts'
import { pathHeader } from './path-header.ts'
import type { SignedIn } from './signed-in.ts'

/** First line of every page behind the sign-in. Visitors are sent to sign in and come back afterwards. */
export async function requireUser(): Promise<SignedIn> {
  const user = await currentUser()
  if (user !== null) return user
  const back = callbackPath((await headers()).get(pathHeader))
  redirect(paths.signIn(back ?? undefined))
}
