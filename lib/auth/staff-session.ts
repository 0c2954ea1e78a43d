import type { SignedIn } from './signed-in.ts'

export type StaffSessionPolicy = { secondFactor: 'required' | 'optional'; maxAgeSeconds: number }

/** What a browser of the staff has to do before it is shown a staff page; null: nothing. */
export type StaffSessionNeed = 'enrol' | 'sign_in_again' | null

/**
 * A sign-in opens staff pages for some hours only, and where the account has a second factor, only one that showed it:
 * a browser that was signed in before it was turned on, or elsewhere, counts for nothing.
 */
export function staffSessionNeed(
  { hasSecondFactor, session }: Pick<SignedIn, 'hasSecondFactor' | 'session'>,
  { secondFactor, maxAgeSeconds }: StaffSessionPolicy,
): StaffSessionNeed {
  if (!hasSecondFactor && secondFactor === 'required') return 'enrol'
  const age = hasSecondFactor ? session.secondFactorAgeSeconds : session.ageSeconds
  return age === null || age > maxAgeSeconds ? 'sign_in_again' : null
}
