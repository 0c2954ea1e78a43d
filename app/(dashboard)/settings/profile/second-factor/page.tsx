import type { Metadata } from 'next'
import { SecondFactor } from '#components/second-factor/second-factor'
import { callbackPath } from '#lib/auth/callback-path'
import { requireUser } from '#lib/auth/guards'
import { env } from '#lib/env'
import { paths } from '#lib/paths'
import { secondFactorOf } from '#lib/second-factor/queries'
import { beginSecondFactor, confirmSecondFactor, renewCodes, turnOff } from './actions.ts'

export const metadata: Metadata = { title: 'Second factor' }

type Search = Promise<{ next?: string | string[] }>

export default async function SecondFactorPage({ searchParams }: { searchParams: Search }) {
  const user = await requireUser()
  const next = callbackPath((await searchParams).next)
  const standing = await secondFactorOf(user.userId)
  const isAskedForIt = user.staffRole !== null && env().staffSession.secondFactor === 'required'
  return (
    <SecondFactor
      {...{ begin: beginSecondFactor, confirm: confirmSecondFactor, renew: renewCodes, turnOff }}
      email={user.email}
      standing={standing === null ? null : { ...standing, since: standing.since.toISOString() }}
      now={new Date().toISOString()}
      next={next ?? paths.profile()}
      notice={isAskedForIt ? 'Staff pages ask for a second factor. Set it up, then you go on to where you were.' : null}
    />
  )
}
