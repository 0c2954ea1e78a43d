import type { OperatorActor } from '#lib/audit/actor'
import { processWide } from '#lib/process-wide'
import { createKeyRing, type KeyRing } from './key-ring.ts'
import {
  loadStoredKeys,
  makeFirstKeys,
  type Rotation,
  type RotationPolicy,
  replaceKeys,
  rotateKeys,
  turnKeys,
} from './key-store.ts'
import {
  openSigningKey,
  type PublicJwk,
  type SigningAlgorithm,
  type SigningKey,
  type SigningKeyOf,
} from './signing-key.ts'

/** The key ring of this process. */
function keyRing(): KeyRing {
  return processWide('signing-keys', () =>
    createKeyRing(
      async () => {
        const { keys, nowMs } = await loadStoredKeys()
        return { keys: keys.map(openSigningKey), nowMs }
      },
      () => performance.now(),
    ),
  )
}

/**
 * Makes the first signing keys of the installation where there are none; for the start of every process. Any number of
 * processes may start at once. Throws when the keys that are there cannot be opened with this master secret.
 */
export async function ensureSigningKeys(): Promise<Rotation> {
  const rotation = await makeFirstKeys()
  keyRing().forget()
  await keyRing().jwtKeys()
  return rotation
}

/**
 * Lets a new key follow each that has signed for `rotationDays`; for calling now and then, by any number of processes. The
 * new one is published at once and signs from one hour later. The old one verifies for `longestTokenMs` more and is then
 * deleted, by a later call.
 */
export async function rotateSigningKeys(policy: RotationPolicy): Promise<Rotation> {
  const rotation = await rotateKeys(policy)
  keyRing().forget()
  return rotation
}

/**
 * The same at once, by whoever runs the server. `now`: the old keys end at once, and with them all their tokens; other
 * processes follow within half a minute.
 */
export async function turnSigningKeys(
  actor: OperatorActor,
  { oldEnd, longestTokenMs }: { oldEnd: 'now' | 'after_their_tokens'; longestTokenMs: number },
): Promise<Rotation> {
  const rotation = await (oldEnd === 'now' ? replaceKeys(actor) : turnKeys(actor, { longestTokenMs }))
  keyRing().forget()
  return rotation
}

/**
 * The key to sign with now.
 *
 * @param expiresAtMs of the token: the key must verify until then
 */
export async function currentSigner<A extends SigningAlgorithm>(
  algorithm: A,
  expiresAtMs: number,
): Promise<SigningKeyOf<A>> {
  const key = await keyRing().signer(algorithm, expiresAtMs)
  if (key === null) throw new Error(`no active signing keys found (${algorithm})`)
  return key
}

/** The key of a `kid`; null when none of ours is called that, or it has reached its end. */
export function verifierOf(kid: string): Promise<SigningKey | null> {
  return keyRing().verifier(kid)
}

/** The keys of the published key set. Never an empty set: that would make others refuse every token. */
export async function publicKeys(): Promise<readonly PublicJwk[]> {
  const keys = await keyRing().jwtKeys()
  if (keys.length === 0) throw new Error('no active signing keys found')
  return keys.map((key) => key.publicJwk)
}
