import { addressSubject, clear, giveBack, type Take, take } from '#lib/auth/throttle'

export type CodeAttempt = { userId: string; address: string | null }

/** Counts one code that is tried, per client address and over all of them. */
export async function takeCodeAttempt({ userId, address }: CodeAttempt): Promise<Take> {
  const here = await take('codeOf', `${addressSubject(address)} ${userId}`)
  return here.ok ? take('codeOfFromAnywhere', userId) : here
}

/** A right code was no guess. */
export async function forgetCodeAttempts({ userId, address }: CodeAttempt): Promise<void> {
  await clear('codeOf', `${addressSubject(address)} ${userId}`)
  await giveBack('codeOfFromAnywhere', userId)
}
