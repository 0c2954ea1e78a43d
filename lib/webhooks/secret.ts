import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { seal, unseal } from '#lib/secrets'

const PURPOSE = 'webhook secrets'

const KEY_BYTES = 32

/** For how long a secret that was replaced signs too, so that its receiver can change over without losing a message. */
export const OVERLAP_MS = 24 * 60 * 60 * 1000

/** More replaced secrets than this at one time would only make the header long. */
const OLD_KEPT = 3

const ring = z.object({
  current: z.base64(),
  old: z.array(z.object({ key: z.base64(), until: z.number() })),
})

type Ring = z.output<typeof ring>

/** A new signing key, and what is stored of it. The key is in this answer and, sealed, in the database. */
export type NewSecret = { key: Buffer; sealed: Uint8Array<ArrayBuffer> }

export function newSecret(webhookId: string): NewSecret {
  const key = randomBytes(KEY_BYTES)
  return { key, sealed: sealRing(webhookId, { current: key.toString('base64'), old: [] }) }
}

/** A new key; the one before signs beside it for a day. */
export function replacedSecret(webhookId: string, sealed: Uint8Array, now: Date): NewSecret {
  const before = openRing(webhookId, sealed)
  const key = randomBytes(KEY_BYTES)
  const old = [{ key: before.current, until: now.getTime() + OVERLAP_MS }, ...inForce(before, now)].slice(0, OLD_KEPT)
  return { key, sealed: sealRing(webhookId, { current: key.toString('base64'), old }) }
}

/** The keys to sign with at `now`, the current one first. */
export function signingKeys(webhookId: string, sealed: Uint8Array, now: Date): Buffer[] {
  const opened = openRing(webhookId, sealed)
  return [opened.current, ...inForce(opened, now).map(({ key }) => key)].map((text) => Buffer.from(text, 'base64'))
}

/** Until when a replaced secret signs too, or null. */
export function overlapUntil(webhookId: string, sealed: Uint8Array, now: Date): Date | null {
  const ends = inForce(openRing(webhookId, sealed), now).map(({ until }) => until)
  return ends.length === 0 ? null : new Date(Math.max(...ends))
}

function inForce({ old }: Ring, now: Date): Ring['old'] {
  return old.filter(({ until }) => until > now.getTime())
}

function sealRing(webhookId: string, keys: Ring): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(seal(PURPOSE, Buffer.from(JSON.stringify(keys)), webhookId))
}

function openRing(webhookId: string, sealed: Uint8Array): Ring {
  const opened = unseal(PURPOSE, sealed, webhookId)
  if (opened === null) throw new Error('a webhook secret was not sealed under this master secret')
  return ring.parse(JSON.parse(opened.toString()))
}
