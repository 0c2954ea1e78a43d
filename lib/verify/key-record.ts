import type { Allowlist } from './compiled-list.ts'

export type AccessMode = 'open' | 'enforce' | 'report'

/** What verification knows of a key. Times are milliseconds since the epoch, by the database's clock. */
export type KeyRecord = {
  readonly keyId: string
  readonly workspaceId: string
  readonly accessMode: AccessMode
  /** Until when a key that is open, or only reports, may let any address through; null: for ever. */
  readonly openUntil: number | null
  readonly pausedAt: number | null
  /** In the time to come while a rotation's grace period lasts. */
  readonly revokedAt: number | null
  readonly expiresAt: number | null
  /** Until then callers are let through who are not listed; null: nothing was opened. */
  readonly bypassUntil: number | null
  /** The key's own entries. null when what is stored cannot be read: such a list admits nobody. */
  readonly allowlist: Allowlist | null
  /** The named lists that it uses beside those, as far as they can be read. Keys that use one list hold the same object. */
  readonly shared: readonly Allowlist[]
  /** What the workspace sets above all its keys; null: nothing. */
  readonly ceiling: Ceiling | null
  /** What else than the key a change of makes this record old: the ids of its workspace and of the lists it was read with. */
  readonly dependsOn: readonly string[]
  /** The key's own policy; null: none. */
  readonly rateLimit: RatePolicy | null
  readonly facts: KeyFacts
}

/** `report`: only noted. An `allowlist` that cannot be read is null and admits nobody. */
export type Ceiling = { readonly mode: 'enforce' | 'report'; readonly allowlist: Allowlist | null }

/** A key that is judged by its own list alone. */
export const ownListOnly = {
  openUntil: null,
  bypassUntil: null,
  shared: [],
  ceiling: null,
  dependsOn: [],
} as const satisfies Partial<KeyRecord>

/** At most `quota` calls in a window of `windowSeconds`. */
export type RatePolicy = { readonly quota: number; readonly windowSeconds: number }

/** What a verification tells of a key beyond its verdict. */
export type KeyFacts = {
  readonly actorId: string
  readonly scopes: readonly string[]
  /** A JSON object as text. */
  readonly metadata: string | null
  readonly visibility: 'secret' | 'public'
}

/** A key of which nothing more is known. */
export const noFacts: KeyFacts = { actorId: '', scopes: [], metadata: null, visibility: 'secret' }

/** What is known of a management token; as for keys. */
export type TokenRecord = {
  readonly tokenId: string
  readonly workspaceId: string
  readonly name: string
  readonly role: 'read' | 'write' | 'verify'
  readonly accessMode: AccessMode
  readonly revokedAt: number | null
  readonly expiresAt: number | null
  readonly allowlist: Allowlist | null
}

export type CredentialRecord = KeyRecord | TokenRecord

export function isKey(record: CredentialRecord): record is KeyRecord {
  return 'keyId' in record
}

/** Unique across keys and tokens. */
export function recordId(record: CredentialRecord): string {
  return isKey(record) ? record.keyId : record.tokenId
}
