import { compactVerify, errors } from 'jose'
import { z } from 'zod'
import { type OpenedToken, refuseToken, type VerifierOf } from './opened-token.ts'
import { MAX_TOKEN_LENGTH } from './token-length.ts'

/**
 * The only header that we write. Whatever else a header could ask for is refused before a key is looked up: another algorithm
 * (`none`, or HS256 with our public key as its secret, RFC 8725 §2.1), a key of its own (`jwk`, `jku`), `crit`.
 */
const header = z.strictObject({ alg: z.literal('EdDSA'), typ: z.literal('JWT'), kid: z.guid() })

/** Checks the signature of a JWT (RFC 7519) in compact form; the claims are not looked at. */
export async function openJwt(text: string, verifierOf: VerifierOf): Promise<OpenedToken> {
  const parts = text.split('.')
  const [head = ''] = parts
  if (text.length > MAX_TOKEN_LENGTH || parts.length !== 3 || !parts.every(isBase64url)) return refuseToken('malformed')
  const json = parseJson(Buffer.from(head, 'base64url').toString())
  if (json === undefined) return refuseToken('malformed')
  const parsed = header.safeParse(json)
  const key = parsed.success ? await verifierOf(parsed.data.kid) : null
  if (key?.algorithm !== 'EdDSA') return refuseToken('signature_invalid')
  try {
    const { payload } = await compactVerify(text, key.publicKey, { algorithms: ['EdDSA'] })
    return { ok: true, claimsJson: Buffer.from(payload).toString(), added: [] }
  } catch (error) {
    if (error instanceof errors.JOSEError) return refuseToken('signature_invalid')
    throw error
  }
}

/** In its one canonical form: the unused bits of the last character are outside of what is signed. */
function isBase64url(text: string): boolean {
  return text !== '' && Buffer.from(text, 'base64url').toString('base64url') === text
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
