import { createHmac, timingSafeEqual } from 'node:crypto'
import { isWellFormed } from './well-formed.ts'

/**
 * A macaroon with first-party caveats (Birgisson et al., "Macaroons: Cookies with Contextual Caveats for Decentralized
 * Authorization in the Cloud", NDSS 2014). `signature` has 32 bytes; `caveats` are in the order in which they were added.
 */
export type Macaroon = {
  readonly identifier: string
  readonly caveats: readonly string[]
  readonly signature: Uint8Array
}

/**
 * What libmacaroons derives keys with (macaroons.c, generate_derived_key). Every macaroon library does, so that the same
 * root key gives the same signature everywhere.
 */
const KEY_GENERATOR = 'macaroons-key-generator'

/**
 * Makes a macaroon.
 *
 * @param rootKey known to the verifier alone; 32 random bytes
 * @param identifier tells the verifier which root key it was; unique to this macaroon
 */
export function mintMacaroon(rootKey: Uint8Array, identifier: string, caveats: readonly string[]): Macaroon {
  const bare = { identifier, caveats: [], signature: firstSignature(rootKey, identifier) }
  return caveats.reduce<Macaroon>(attenuate, bare)
}

/** Adds a caveat. Needs no key and no server: that is the point of macaroons. Throws TypeError for text that is no UTF-8. */
export function attenuate(macaroon: Macaroon, caveat: string): Macaroon {
  const { identifier, caveats, signature } = macaroon
  return { identifier, caveats: [...caveats, caveat], signature: nextSignature(signature, caveat) }
}

/** Whether it was minted under this root key and had caveats added only. Compares in constant time. */
export function verifyMacaroon(rootKey: Uint8Array, { identifier, caveats, signature }: Macaroon): boolean {
  const expected = caveats.reduce(nextSignature, firstSignature(rootKey, identifier))
  return signature.length === expected.length && timingSafeEqual(signature, expected)
}

function firstSignature(rootKey: Uint8Array, identifier: string): Uint8Array {
  return nextSignature(createHmac('sha256', KEY_GENERATOR).update(rootKey).digest(), identifier)
}

/** Each signature is the key of the next, so what has been added cannot be taken away. */
function nextSignature(signature: Uint8Array, text: string): Uint8Array {
  if (!isWellFormed(text)) throw new TypeError('the text of a macaroon must be well-formed Unicode')
  return createHmac('sha256', signature).update(text, 'utf8').digest()
}
