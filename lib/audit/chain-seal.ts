import { createHmac, timingSafeEqual } from 'node:crypto'
import { derivedKey } from '#lib/secrets'
import { type Head, headText } from './chain.ts'

/** What is vouched for. Apart by their keys, so that the seal of a checkpoint never passes for that of an anchor. */
const purposes = { checkpoint: 'audit checkpoint', anchor: 'audit anchor' } as const

export type Sealed = keyof typeof purposes

/** 32 bytes that only who holds the master secret can make. */
export function sealOf(sealed: Sealed, head: Head): Buffer {
  return createHmac('sha256', derivedKey(purposes[sealed])).update(headText(head)).digest()
}

export function isSealed(sealed: Sealed, head: Head, seal: Uint8Array | null): boolean {
  const wanted = sealOf(sealed, head)
  return seal !== null && seal.length === wanted.length && timingSafeEqual(seal, wanted)
}
