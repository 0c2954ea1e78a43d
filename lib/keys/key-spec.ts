import type { RatePolicy } from '#lib/verify/key-record'
import type { ListEntry } from './allowed-ips.ts'
import type { AccessMode } from './views.ts'

export type Visibility = 'secret' | 'public'

export type Metadata = { readonly [member: string]: JsonValue }
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | Metadata

/** What programs manage a key by, beside its allowlist. */
export type KeyFields = {
  readonly name: string
  readonly actorId: string
  readonly scopes: readonly string[]
  readonly metadata: Metadata | null
  readonly visibility: Visibility
  readonly rateLimit: RatePolicy | null
}

/** What may be shown of a secret, and what it is known by; digests are hex. */
export type SecretParts = {
  readonly displayPrefix: string
  readonly lastFour: string
  readonly digestHex: string
  /** Of an imported key only. */
  readonly possessionHex: string | null
}

export type KeySpec = KeyFields &
  SecretParts & {
    readonly kind: 'issued' | 'imported'
    readonly accessMode: AccessMode
    readonly expiresAt: Date | null
    readonly createdById: string | null
    readonly replacesId: string | null
    readonly requestId: string | null
    readonly entries: readonly (ListEntry & { readonly enabled?: boolean; readonly expiresAt?: Date | null })[]
  }

/** A list that has entries is enforced from the start; one without opens the key. */
export function accessModeOf(entries: readonly unknown[]): AccessMode {
  return entries.length === 0 ? 'open' : 'enforce'
}
