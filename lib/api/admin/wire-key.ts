import { echoOf, isInForce, type ListedEntry } from '#lib/allowlists/listed-entry'
import { formatDuration } from '#lib/duration'
import { addressCount, formatNetwork } from '#lib/ip/network'
import type { Bypass } from '#lib/keys/bypass'
import type { KeyResource, RevocationReason } from '#lib/keys/key-resource'
import type { KeyStatus } from '#lib/keys/rules'
import type { AccessMode } from '#lib/keys/views'
import type { RatePolicy } from '#lib/verify/key-record'
import { validatorOf } from './validator.ts'

/** Talos knows no pause: a paused key is none of its statuses. */
export const wireStatus = {
  active: 'KEY_STATUS_ACTIVE',
  revoked: 'KEY_STATUS_REVOKED',
  expired: 'KEY_STATUS_EXPIRED',
  paused: 'KEY_STATUS_UNSPECIFIED',
} as const satisfies Record<KeyStatus, string>

export const wireVisibility = { secret: 'KEY_VISIBILITY_SECRET', public: 'KEY_VISIBILITY_PUBLIC' } as const

export const wireAccessMode = {
  open: 'ACCESS_MODE_OPEN',
  enforce: 'ACCESS_MODE_ENFORCE',
  report: 'ACCESS_MODE_REPORT',
} as const satisfies Record<AccessMode, string>

const wireReason = {
  unspecified: 'REVOCATION_REASON_UNSPECIFIED',
  key_compromise: 'REVOCATION_REASON_KEY_COMPROMISE',
  affiliation_changed: 'REVOCATION_REASON_AFFILIATION_CHANGED',
  superseded: 'REVOCATION_REASON_SUPERSEDED',
  privilege_withdrawn: 'REVOCATION_REASON_PRIVILEGE_WITHDRAWN',
} as const satisfies Record<RevocationReason, string>

/** A 64-bit number as JSON carries it; the unit is always requests. */
export function wirePolicy({ quota, windowSeconds }: RatePolicy) {
  return { quota: String(quota), window: formatDuration(windowSeconds), unit: 'requests' }
}

/** RFC 3339, UTC. */
const time = (at: Date) => at.toISOString()

/** A key on the wire: Talos' fields in its order, then ours. What is optional there is left out when unset. */
export function wireKey(key: KeyResource) {
  return wireWith(key, restrictionOf(key))
}

function wireWith<Restriction extends object>(key: KeyResource, restriction: Restriction) {
  // A key that was rotated away has its reason before its end.
  const isRevoked = key.status === 'revoked'
  const revocationReason = isRevoked ? key.revocationReason : null
  const revocationDescription = isRevoked ? key.revocationDescription : null
  return {
    key_id: key.id,
    name: key.name,
    actor_id: key.actorId,
    scopes: key.scopes,
    metadata: key.metadata === null || Object.keys(key.metadata).length === 0 ? null : key.metadata,
    status: wireStatus[key.status],
    create_time: time(key.createdAt),
    update_time: time(key.updatedAt),
    ...(key.expiresAt === null ? {} : { expire_time: time(key.expiresAt) }),
    ...(key.lastUsedAt === null ? {} : { last_used_time: time(key.lastUsedAt) }),
    ...(key.rateLimit === null ? {} : { rate_limit_policy: wirePolicy(key.rateLimit) }),
    ...(revocationReason === null ? {} : { revocation_reason: wireReason[revocationReason] }),
    ...(revocationDescription === null ? {} : { revocation_description: revocationDescription }),
    ...restriction,
    visibility: wireVisibility[key.visibility],
    access_mode: wireAccessMode[key.accessMode],
    key_hint: key.hint,
    ...(key.pausedAt === null ? {} : { paused_time: time(key.pausedAt) }),
    ...staffHoldOf(key),
    ...(key.lists.length === 0 ? {} : { allowlist_ids: key.lists.map((list) => list.id) }),
    ...(key.bypass === null ? {} : { bypass: wireBypass(key.bypass) }),
    ...(key.replacesId === null ? {} : { replaces_key_id: key.replacesId }),
    ...(key.replacedById === null ? {} : { replaced_by_key_id: key.replacedById }),
    ...rotationOf(key),
  }
}

/** Who paused the key matters: only staff resume what they hold. */
function staffHoldOf({ staffHoldAt, staffHoldReason }: KeyResource) {
  return staffHoldAt === null ? {} : { staff_hold: { start_time: time(staffHoldAt), reason: staffHoldReason ?? '' } }
}

/** Entries in force, so that what is echoed is what is enforced. An open key without entries has no restriction. */
function restrictionOf(key: KeyResource) {
  const inForce = key.entries.filter((entry) => isInForce(entry, key.now))
  if (key.accessMode === 'open' && inForce.length === 0) return {}
  return {
    ip_restriction: {
      allowed_cidrs: inForce.map(echoOf),
      canonical_cidrs: inForce.map((entry) => formatNetwork(entry.network)),
    },
  }
}

/** While a rotated key still works, and after that: who still comes with the old secret. */
function rotationOf(key: KeyResource) {
  if (key.replacedById === null || key.revokedAt === null) return {}
  const callers = key.oldSecretCallers.map(({ address, count, firstAt, lastAt }) => ({
    address,
    count: String(count),
    first_time: time(firstAt),
    last_time: time(lastAt),
  }))
  return { rotation: { grace_end_time: time(key.revokedAt), old_secret_callers: callers } }
}

export function wireBypass({ from, until, reason, by }: Bypass) {
  return { start_time: time(from), end_time: time(until), reason, opened_by: by }
}

export function wireEntry(entry: ListedEntry) {
  return {
    entry_id: entry.id,
    cidr: echoOf(entry),
    network: formatNetwork(entry.network),
    address_count: String(addressCount(entry.network)),
    note: entry.note ?? '',
    enabled: entry.enabled,
    create_time: time(entry.addedAt),
    ...(entry.addedBy === null ? {} : { added_by: entry.addedBy }),
    ...(entry.source === null ? {} : { source: entry.source }),
    ...(entry.expiresAt === null ? {} : { expire_time: time(entry.expiresAt) }),
    ...matchOf(entry),
  }
}

/** What calls leave behind; `etagOf` leaves it out. */
function matchOf({ match }: ListedEntry) {
  if (match === null) return {}
  return { last_match_time: time(match.lastAt), match_count: String(match.count) }
}

/**
 * A strong validator of a key and its entries (RFC 9110 §8.8.3): the same as long as nobody changed anything. What calls
 * leave behind is no change.
 */
export function etagOf(key: KeyResource): string {
  const { last_used_time: _used, rotation: _rotation, ...kept } = wireWith(key, {})
  return validatorOf([kept, key.revokedAt], key)
}
