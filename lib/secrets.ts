import { env } from '#lib/env'
import { isKept } from '#lib/secrets/kept-keys'
import {
  fingerprintOf,
  keptKeys,
  keyOf,
  openingSecrets,
  presentSecret,
  sealingSecret,
} from '#lib/secrets/master-secrets'
import { type Label, sealUnder, unsealUnder } from '#lib/secrets/sealing'

/** A 32-byte key for one purpose, so that no two uses share the master secret itself. */
export function derivedKey(purpose: string): Buffer {
  const kept = keptKeys()?.byPurpose.get(purpose)
  if (kept !== undefined) return kept
  return keyOf(isKept(purpose) ? presentSecret() : sealingSecret(), purpose)
}

/** What may have been made under either secret while one gives way to another: the present key, then the other one. */
export function derivedKeys(purpose: string): readonly Buffer[] {
  return openingSecrets().map((secret) => keyOf(secret, purpose))
}

/** That of GATELIST_SECRET. */
export function secretFingerprint(): string {
  const { secret } = env()
  if (secret === undefined) throw new Error('GATELIST_SECRET is not set')
  return fingerprintOf(secret)
}

/** Encrypts for one purpose with AES-256-GCM. `bound` must be the same when it is opened: what it belongs to. */
export function seal(purpose: string, plain: Uint8Array, bound = ''): Buffer {
  return sealUnder(sealingSecret(), { purpose, bound }, plain)
}

/** Null when it was not sealed here for this purpose and this `bound`. */
export function unseal(purpose: string, sealed: Uint8Array, bound = ''): Buffer | null {
  const label = { purpose, bound }
  for (const secret of openingSecrets()) {
    const plain = unsealUnder(secret, label, sealed)
    if (plain !== null) return plain
  }
  return null
}

export type Resealed =
  | { readonly outcome: 'resealed'; readonly sealed: Buffer }
  /** `fresh`: it is under the present secret already. `unreadable`: under none that is configured. */
  | { readonly outcome: 'fresh' | 'unreadable' }

/** Seals under the present master secret what the other one had sealed. */
export function reseal(label: Label, sealed: Uint8Array): Resealed {
  const present = sealingSecret()
  if (unsealUnder(present, label, sealed) !== null) return { outcome: 'fresh' }
  const plain = unseal(label.purpose, sealed, label.bound)
  return plain === null ? { outcome: 'unreadable' } : { outcome: 'resealed', sealed: sealUnder(present, label, plain) }
}
