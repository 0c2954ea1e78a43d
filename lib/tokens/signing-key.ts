import {
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  randomUUID,
} from 'node:crypto'
import { seal, unseal } from '#lib/secrets'

/** `EdDSA` (Ed25519, RFC 8037) signs JWTs, `HMAC` (SHA-256) macaroons. */
export type SigningAlgorithm = 'EdDSA' | 'HMAC'
export const SIGNING_ALGORITHMS: readonly SigningAlgorithm[] = ['EdDSA', 'HMAC']

/** A public key as the key set shows it (RFC 7517, RFC 8037 §2). */
export type PublicJwk = {
  readonly kty: 'OKP'
  readonly crv: 'Ed25519'
  readonly x: string
  readonly kid: string
  readonly use: 'sig'
  readonly alg: 'EdDSA'
}

/** Milliseconds since the epoch by the database's clock. `verifiesUntilMs` is null while no other key follows. */
type KeyTimes = { readonly kid: string; readonly signsFromMs: number; readonly verifiesUntilMs: number | null }

export type JwtKey = KeyTimes & {
  readonly algorithm: 'EdDSA'
  readonly privateKey: KeyObject
  readonly publicKey: KeyObject
  readonly publicJwk: PublicJwk
}

/** `rootKey` holds 32 bytes. A KeyObject, because that shows nothing of itself in a log. */
export type MacaroonKey = KeyTimes & { readonly algorithm: 'HMAC'; readonly rootKey: KeyObject }

export type SigningKey = JwtKey | MacaroonKey
export type SigningKeyOf<A extends SigningAlgorithm> = Extract<SigningKey, { algorithm: A }>

/** A key as it is stored: its secret is sealed under the master secret, for this `kid` alone. */
export type StoredKey = KeyTimes & {
  readonly algorithm: string
  readonly publicJwk: unknown
  readonly sealedSecret: Uint8Array
}

const PURPOSE = 'signing keys'
const ROOT_KEY_BYTES = 32

export function newSigningKey(
  algorithm: SigningAlgorithm,
): Pick<StoredKey, 'kid' | 'sealedSecret'> & { algorithm: SigningAlgorithm; publicJwk: PublicJwk | null } {
  const kid = randomUUID()
  if (algorithm === 'HMAC') {
    return { kid, algorithm, publicJwk: null, sealedSecret: seal(PURPOSE, randomBytes(ROOT_KEY_BYTES), kid) }
  }
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const secret = privateKey.export({ format: 'der', type: 'pkcs8' })
  return { kid, algorithm, publicJwk: publicJwkOf(publicKey, kid), sealedSecret: seal(PURPOSE, secret, kid) }
}

/** Throws when this process cannot open it, or when it is not what its row says. */
export function openSigningKey(stored: StoredKey): SigningKey {
  const { kid, algorithm, publicJwk, sealedSecret, signsFromMs, verifiesUntilMs } = stored
  const times = { kid, signsFromMs, verifiesUntilMs }
  const secret = unseal(PURPOSE, sealedSecret, kid)
  if (secret === null) {
    throw new Error(`signing key ${kid} cannot be opened: it was sealed under another GATELIST_SECRET, or was altered`)
  }
  if (algorithm === 'HMAC') return { ...times, algorithm, rootKey: createSecretKey(secret) }
  if (algorithm !== 'EdDSA') throw new Error(`signing key ${kid} is of an unknown algorithm`)
  const privateKey = createPrivateKey({ key: secret, format: 'der', type: 'pkcs8' })
  const publicKey = createPublicKey(privateKey)
  const own = publicJwkOf(publicKey, kid)
  // The row's public half is not sealed. Were it believed, who can write the table could sign.
  if ((publicJwk as Partial<PublicJwk> | null)?.x !== own.x) {
    throw new Error(`signing key ${kid} is published with another public key than it signs with`)
  }
  return { ...times, algorithm, privateKey, publicKey, publicJwk: own }
}

function publicJwkOf(publicKey: KeyObject, kid: string): PublicJwk {
  const { x } = publicKey.export({ format: 'jwk' })
  if (x === undefined) throw new Error('an Ed25519 key has no public half')
  return { kty: 'OKP', crv: 'Ed25519', x, kid, use: 'sig', alg: 'EdDSA' }
}
