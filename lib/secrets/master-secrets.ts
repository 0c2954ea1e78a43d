import { createHmac, hkdfSync } from 'node:crypto'
import { env } from '#lib/env'
import { processWide } from '#lib/process-wide'
import type { KeptKeys } from './kept-keys.ts'

/** Under which of the two configured secrets new things are sealed: the one that the database names. */
export type Sealing = 'secret' | 'previous'

type Standing = {
  sealing: Sealing
  kept: KeptKeys | null
  /** The installation went on to a secret that this process does not have. */
  isLeftBehind: boolean
}

// Filled at start and followed from then on, by the server for the pages too.
const standing = processWide<Standing>('master-secrets', () => ({ sealing: 'secret', kept: null, isLeftBehind: false }))

/** What the database says of the master secret, from now on in this process. */
export function follow({ sealing, kept }: Pick<Standing, 'sealing' | 'kept'>): void {
  Object.assign(standing, { sealing, kept, isLeftBehind: false })
}

/** From now on this process seals nothing more, for nobody could open it. Keys are still judged: what judges them outlives it. */
export function fallBehind(): void {
  standing.isLeftBehind = true
}

export function keptKeys(): KeptKeys | null {
  return standing.kept
}

/** The master secret that new things hang on. */
export function sealingSecret(): string {
  if (standing.isLeftBehind)
    throw new Error('the master secret was changed, and this process does not have the new one: start it again with it')
  return presentSecret()
}

/** The master secret that the installation hung on when this process last could tell. */
export function presentSecret(): string {
  const [present] = openingSecrets()
  if (present === undefined) throw new Error('GATELIST_SECRET is not set')
  return present
}

/** All that may have sealed what is still about, the present one first. */
export function openingSecrets(): readonly string[] {
  const { secret, previousSecret } = env()
  const all = standing.sealing === 'previous' ? [previousSecret, secret] : [secret, previousSecret]
  return all.filter((each) => each !== undefined)
}

const keys = new Map<string, Buffer>()

/** A 32-byte key of a master secret for one purpose (HKDF-SHA-256, RFC 5869). */
export function keyOf(secret: string, purpose: string): Buffer {
  const name = `${purpose}\0${secret}`
  let key = keys.get(name)
  if (key === undefined) {
    key = Buffer.from(hkdfSync('sha256', secret, 'gatelist', purpose, 32))
    keys.set(name, key)
  }
  return key
}

/** Tells two master secrets apart without telling anything of either. */
export function fingerprintOf(secret: string): string {
  return createHmac('sha256', keyOf(secret, 'installation fingerprint')).update('gatelist').digest('hex')
}
