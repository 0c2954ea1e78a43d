import type { TokenClaims } from './claims.ts'
import type { VerifierOf } from './opened-token.ts'
import { newSigningKey, openSigningKey, type SigningAlgorithm, type SigningKeyOf } from './signing-key.ts'
import type { currentSigner } from './signing-keys.ts'

/** Midnight, so that a row of a table can say when it is by seconds. */
export const NOW = Date.UTC(2026, 10, 27)
export const ISSUER = 'https://keys.example.com'

/** A key made for a test, in memory alone. */
export function makeSigningKey<A extends SigningAlgorithm>(
  algorithm: A,
  times: { signsFromMs?: number; verifiesUntilMs?: number | null } = {},
): SigningKeyOf<A> {
  return openSigningKey({
    ...newSigningKey(algorithm),
    signsFromMs: times.signsFromMs ?? NOW,
    verifiesUntilMs: times.verifiesUntilMs ?? null,
  }) as SigningKeyOf<A>
}

/** One key of each algorithm, with who signs by them and who finds them. */
export function makeKeys() {
  const EdDSA = makeSigningKey('EdDSA')
  const HMAC = makeSigningKey('HMAC')
  const signerOf = (async (algorithm: SigningAlgorithm) =>
    algorithm === 'EdDSA' ? EdDSA : HMAC) as typeof currentSigner
  const verifierOf: VerifierOf = async (kid) => [EdDSA, HMAC].find((key) => key.kid === kid) ?? null
  return { EdDSA, HMAC, signerOf, verifierOf }
}

/** Claims of a token that was made at NOW for an hour. */
export function makeClaims(changes: { readonly [name: string]: unknown } = {}): TokenClaims {
  return {
    jti: '3f0c3d0a-6a4b-4f0e-9d55-0d7a7a0f3c11',
    sub: '0193659a-9c00-7d9e-8f2b-0b6f6f0d1a22',
    iss: ISSUER,
    iat: NOW / 1000,
    nbf: NOW / 1000,
    exp: NOW / 1000 + 3600,
    act: 'billing',
    nid: '0193659a-9c00-7000-8000-000000000001',
    scp: ['orders:read', 'orders:write'],
    vis: 'secret',
    ...changes,
  }
}
