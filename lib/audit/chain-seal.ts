import { createHmac, timingSafeEqual } from 'node:crypto'
import { derivedKey, derivedKeys } from '#lib/secrets'
import type { FormerAuditKeys } from '#lib/secrets/kept-keys'
import { keptKeys } from '#lib/secrets/master-secrets'
import { type Head, headText } from './chain.ts'

/** What is vouched for. Apart by their keys, so that the seal of a checkpoint never passes for that of an anchor. */
const purposes = { checkpoint: 'audit checkpoint', anchor: 'audit anchor' } as const

export type Sealed = keyof typeof purposes

/** 32 bytes that only who holds the master secret can make. */
export function sealOf(sealed: Sealed, head: Head): Buffer {
  return createHmac('sha256', derivedKey(purposes[sealed])).update(headText(head)).digest()
}

/** Under the present master secret, the one that gives way to it, or an earlier one for places that it sealed in its time. */
export function isSealed(sealed: Sealed, head: Head, seal: Uint8Array | null): boolean {
  if (seal === null) return false
  const former = formerKeys().filter(({ upto }) => head.position <= upto)
  const keys = [...derivedKeys(purposes[sealed]), ...former.flatMap(({ keys }) => keys.get(purposes[sealed]) ?? [])]
  return keys.some((key) => isSealedWith(key, head, seal))
}

function isSealedWith(key: Uint8Array, head: Head, seal: Uint8Array): boolean {
  const wanted = createHmac('sha256', key).update(headText(head)).digest()
  return seal.length === wanted.length && timingSafeEqual(seal, wanted)
}

function formerKeys(): readonly FormerAuditKeys[] {
  return keptKeys()?.audit ?? []
}
