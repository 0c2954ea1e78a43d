import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import { batchVerifyAnswer, verifyAnswer } from '#lib/api/admin/answers'
import type { TokenClaims } from '#lib/tokens/claims'
import { mintToken } from '#lib/tokens/derive'
import { makeClaims } from '#lib/tokens/fixtures'
import { documented } from './documented.ts'
import type { AdminDoor, Received, Sent } from './door.ts'

export const VERIFY = '/v2alpha1/admin/apiKeys:verify'
export const BATCH = '/v2alpha1/admin/apiKeys:batchVerify'
export const LIST = '203.0.113.0/24'
export const LISTED = '203.0.113.7'
export const UNLISTED = '198.51.100.1'
/** Has a write done that takes the right to call from whoever called lately. */
export const CONFIRM_ALL = 'confirm_lockout=0.0.0.0/0,::/0'

/** What no answer may tell: a list, or why a key was not found. */
const TELLING =
  /203\.0\.113|198\.51\.100|\/24|allowlist|cidr|checksum|prefix|workspace|network|paused|database|sql|timeout/i

/** Contract 2.2: exactly this, whatever the reason. */
export function refusal(code: string, message: string) {
  return {
    is_valid: false,
    is_active: false,
    key_id: '',
    actor_id: '',
    scopes: [],
    expire_time: null,
    metadata: null,
    error_code: `VERIFICATION_ERROR_${code}`,
    error_message: message,
    visibility: 'KEY_VISIBILITY_UNSPECIFIED',
    issuer: '',
    status: 'KEY_STATUS_UNSPECIFIED',
    would_deny: false,
  }
}

export const NOT_FOUND = refusal('NOT_FOUND', 'API key not found')
export const REVOKED = refusal('REVOKED', 'The API key has been revoked.')
export const EXPIRED = refusal('EXPIRED', 'The API key has expired.')
export const TOKEN_EXPIRED = refusal('EXPIRED', 'The token has expired.')
export const SIGNATURE_INVALID = refusal('SIGNATURE_INVALID', 'Signature verification failed.')
export const IP_NOT_ALLOWED = refusal('IP_NOT_ALLOWED', 'The request IP is not allowed for this API key.')
export const IP_UNKNOWN = refusal('IP_NOT_ALLOWED', 'unable to determine client IP')
export const RATE_LIMITED = { error_code: 'VERIFICATION_ERROR_RATE_LIMITED', error_message: 'rate limit exceeded' }

/** What a key or a token of one can be presented as. */
export type Kind = 'issued' | 'imported' | 'jwt' | 'macaroon'
export const kinds: readonly Kind[] = ['issued', 'imported', 'jwt', 'macaroon']
export type Made = { readonly keyId: string; readonly credential: string; readonly path: string }

/** Asks a door about credentials. Every answer is checked to be as documented, and to tell nothing that it must not. */
export function verifierOf(door: () => AdminDoor) {
  async function verify(credential: string, client_ip?: string, sent: Sent = {}): Promise<Received> {
    const body = { credential, ...(client_ip === undefined ? {} : { client_ip }) }
    const answer = await door().call('POST', VERIFY, { token: door().tokens.verify, body, ...sent })
    expect([answer.status, answer.headers['cache-control']]).toEqual([200, 'no-store'])
    documented(verifyAnswer, answer.json)
    expect(answer.text).not.toMatch(TELLING)
    return answer
  }

  async function batchVerify(requests: readonly unknown[]): Promise<ReturnType<typeof JSON.parse>[]> {
    const answer = await door().call('POST', BATCH, { token: door().tokens.verify, body: { requests } })
    expect(answer.status).toBe(200)
    documented(batchVerifyAnswer, answer.json)
    expect(answer.text).not.toMatch(TELLING)
    return answer.json.results
  }

  async function derive(credential: string, fields: object = {}): Promise<string> {
    const { status, json, text } = await door().call('POST', '/v2alpha1/admin/apiKeys:derive', {
      body: { credential, ...fields },
    })
    expect([status, text]).toEqual([200, expect.any(String)])
    return json.token.token
  }

  /** A token is of a key that is open. */
  async function makeKey(kind: Kind, fields: object = {}): Promise<Made> {
    const body = { name: 'k', actor_id: 'actor', scopes: ['a'], metadata: { team: 'core' }, ...fields }
    if (kind === 'imported') {
      const raw_key = `sk_live_${randomUUID()}`
      const made = await door().call('POST', '/v2alpha1/admin/importedApiKeys', { body: { ...body, raw_key } })
      const keyId = made.json.key_id
      return { keyId, credential: raw_key, path: `/v2alpha1/admin/importedApiKeys/${keyId}` }
    }
    const { keyId, secret } = await door().issue(body)
    const path = `/v2alpha1/admin/issuedApiKeys/${keyId}`
    if (kind === 'issued') return { keyId, credential: secret, path }
    const algorithm = `TOKEN_ALGORITHM_${kind.toUpperCase()}`
    return { keyId, credential: await derive(secret, { algorithm, ttl: '10m' }), path }
  }

  async function setList({ path }: Made, allowed_cidrs: readonly string[]): Promise<void> {
    const body = { ip_restriction: { allowed_cidrs } }
    const { status } = await door().call('PATCH', `${path}?${CONFIRM_ALL}`, { body })
    expect(status).toBe(200)
  }

  async function setColumns({ keyId }: Made, assignments: string): Promise<void> {
    const { rowCount } = await door().sql.query(`UPDATE api_key SET ${assignments} WHERE id = $1`, [keyId])
    expect(rowCount).toBe(1)
  }

  /** A token of this key with claims of our choice, signed by this installation or by another. */
  async function mint({ keyId }: Made, claims: Partial<TokenClaims>, signerOf?: Parameters<typeof mintToken>[2]) {
    const now = Math.floor(Date.now() / 1000)
    const times = { iat: now - 60, nbf: now - 60, exp: now + 600 }
    const all = makeClaims({ sub: keyId, nid: door().id, iss: 'gatelist', ...times, ...claims })
    const minted = await Promise.all(
      (['jwt', 'macaroon'] as const).map((algorithm) => mintToken(all, algorithm, signerOf)),
    )
    return minted.map((one) => (one.ok ? one.value.token : ''))
  }

  return { verify, batchVerify, derive, makeKey, setList, setColumns, mint }
}
