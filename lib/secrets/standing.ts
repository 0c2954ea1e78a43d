import { fingerprintOf } from './master-secrets.ts'

/** The one row that says which master secret an installation hangs on. */
export type InstallationRow = {
  readonly secretFingerprint: string
  readonly previousFingerprint: string | null
  readonly resealedAt: Date | null
}

export type ConfiguredSecrets = { readonly secret: string; readonly previous: string | undefined }

/**
 * How configured secrets fit an installation. `before`: it still hangs on the previous one; `changing`: it was changed and not
 * all is sealed anew; `settled`: the present one is all it needs.
 */
export type SecretStanding =
  | { readonly outcome: 'before' | 'changing' }
  | { readonly outcome: 'settled'; readonly previousIs: 'unset' | 'no_longer_needed' | 'never_was_one' }
  | { readonly outcome: 'foreign' | 'unfinished' | 'wrong_previous' }

export function standingOf(row: InstallationRow, { secret, previous }: ConfiguredSecrets): SecretStanding {
  const isFinished = row.previousFingerprint === null || row.resealedAt !== null
  const ofPrevious = previous === undefined ? null : fingerprintOf(previous)
  if (row.secretFingerprint === fingerprintOf(secret)) {
    if (isFinished) return { outcome: 'settled', previousIs: previousOf(row, ofPrevious) }
    if (ofPrevious === null) return { outcome: 'unfinished' }
    return { outcome: ofPrevious === row.previousFingerprint ? 'changing' : 'wrong_previous' }
  }
  if (row.secretFingerprint !== ofPrevious) return { outcome: 'foreign' }
  // What the one before the previous had sealed could be opened by neither of the two.
  return { outcome: isFinished ? 'before' : 'unfinished' }
}

function previousOf({ previousFingerprint }: InstallationRow, ofPrevious: string | null) {
  if (ofPrevious === null) return 'unset'
  return ofPrevious === previousFingerprint ? 'no_longer_needed' : 'never_was_one'
}
