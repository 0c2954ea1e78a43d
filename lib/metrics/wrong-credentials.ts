import { processWide } from '#lib/process-wide'

/** Which credential was wrong: one that a caller shows to be let through, or one that manages. */
export const credentialKinds = ['key', 'management_token'] as const

/** `unauthorized`: 401. `too_many`: 429, because too many different ones came from there. */
export type WrongCredentials = { unauthorized: number; too_many: number }

/** What was answered to wrong credentials since this process started. Whoever answers adds to it. */
export function wrongCredentialsOf(kind: (typeof credentialKinds)[number]): WrongCredentials {
  return processWide(`wrong credentials ${kind}`, () => ({ unauthorized: 0, too_many: 0 }))
}
