import { z } from 'zod'
import { keyOf } from './master-secrets.ts'
import { type Label, sealUnder, unsealUnder } from './sealing.ts'

/**
 * Purposes whose keys outlive their master secret. What they made are digests of texts that are stored nowhere (imported keys,
 * recovery codes, bodies) or that others hold (the checksum of every issued key), so it can never be made under another key.
 */
const keptPurposes: readonly string[] = [
  'key-checksum',
  'imported keys',
  'imported keys, possession',
  'recovery code',
  'idempotent bodies',
]

const kept: ReadonlySet<string> = new Set(keptPurposes)

export function isKept(purpose: string): boolean {
  return kept.has(purpose)
}

/** Keys of an earlier master secret that the audit trail was sealed with, up to a place in it. */
export type FormerAuditKeys = { readonly upto: bigint; readonly keys: ReadonlyMap<string, Buffer> }

const auditPurposes: readonly string[] = ['audit checkpoint', 'audit anchor']

export type KeptKeys = { readonly byPurpose: ReadonlyMap<string, Buffer>; readonly audit: readonly FormerAuditKeys[] }

/** Those of an installation whose first secret this is. */
export function firstKeptKeys(secret: string): KeptKeys {
  return { byPurpose: keysOf(secret, keptPurposes), audit: [] }
}

/** The same, with what the trail was sealed under until now. */
export function withFormerAudit(before: KeptKeys, secret: string, upto: bigint): KeptKeys {
  return { ...before, audit: [...before.audit, { upto, keys: keysOf(secret, auditPurposes) }] }
}

function keysOf(secret: string, purposes: readonly string[]): ReadonlyMap<string, Buffer> {
  return new Map(purposes.map((purpose) => [purpose, keyOf(secret, purpose)]))
}

const LABEL: Label = { purpose: 'kept keys', bound: '' }

const named = z.record(z.string(), z.base64())
const written = z.object({ byPurpose: named, audit: z.array(z.object({ upto: z.string(), keys: named })) })

/** As the installation's row holds them. */
export function sealKeptKeys(secret: string, { byPurpose, audit }: KeptKeys): Uint8Array<ArrayBuffer> {
  const text: z.input<typeof written> = {
    byPurpose: textOf(byPurpose),
    audit: audit.map(({ upto, keys }) => ({ upto: String(upto), keys: textOf(keys) })),
  }
  return Uint8Array.from(sealUnder(secret, LABEL, Buffer.from(JSON.stringify(text))))
}

/** Throws when they were not sealed under this secret, or were altered. */
export function openKeptKeys(secret: string, sealed: Uint8Array): KeptKeys {
  const plain = unsealUnder(secret, LABEL, sealed)
  if (plain === null) throw new Error('the kept keys of the installation cannot be opened with its master secret')
  const { byPurpose, audit } = written.parse(JSON.parse(plain.toString()))
  return {
    byPurpose: bytesOf(byPurpose),
    audit: audit.map(({ upto, keys }) => ({ upto: BigInt(upto), keys: bytesOf(keys) })),
  }
}

function textOf(keys: ReadonlyMap<string, Buffer>): Record<string, string> {
  return Object.fromEntries([...keys].map(([purpose, key]) => [purpose, key.toString('base64')]))
}

function bytesOf(keys: Readonly<Record<string, string>>): ReadonlyMap<string, Buffer> {
  return new Map(Object.entries(keys).map(([purpose, key]) => [purpose, Buffer.from(key, 'base64')]))
}
