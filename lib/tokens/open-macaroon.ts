import { splitCaveats } from './caveats.ts'
import { verifyMacaroon } from './macaroon.ts'
import { readMacaroon } from './macaroon-codec.ts'
import { type OpenedToken, refuseToken, type VerifierOf } from './opened-token.ts'

const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}'
/** `<kid>.<jti>` */
const IDENTIFIER = new RegExp(`^(${UUID})\\.`)

/** Checks the signature of a macaroon and reads its caveats; the claims are not looked at. */
export async function openMacaroon(text: string, verifierOf: VerifierOf): Promise<OpenedToken> {
  const read = readMacaroon(text)
  if (!read.ok) return refuseToken('malformed')
  const [, kid] = IDENTIFIER.exec(read.macaroon.identifier) ?? []
  const key = kid === undefined ? null : await verifierOf(kid)
  if (key?.algorithm !== 'HMAC' || !verifyMacaroon(key.rootKey.export(), read.macaroon)) {
    return refuseToken('signature_invalid')
  }
  const caveats = splitCaveats(read.macaroon.caveats)
  return caveats.ok ? caveats : refuseToken('malformed')
}
