import type { WantedEntry } from '#lib/allowlists/entry-changes'
import type { UsedList } from '#lib/lists/used-lists'
import type { RatePolicy } from '#lib/verify/key-record'
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
    /** Who made it, as audit events have it; its entries are theirs. */
    readonly createdBy: string
    readonly replacesId: string | null
    readonly requestId: string | null
    readonly entries: readonly WantedEntry[]
    /** Named lists that it uses from the start. */
    readonly lists?: readonly UsedList[]
  }

/** A list that has entries is enforced from the start; one without opens the key. */
export function accessModeOf(entries: readonly unknown[]): AccessMode {
  return entries.length === 0 ? 'open' : 'enforce'
}
