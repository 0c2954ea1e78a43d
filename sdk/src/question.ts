import { isIP } from 'node:net'
import type { Verdict } from './verdict.ts'

const MAX_CREDENTIAL = 4096
const NO_TEXT = /[\0\p{Cs}]/u

export type Question =
  | { readonly ok: true; readonly body: { readonly credential: string; readonly client_ip: string } }
  | { readonly ok: false; readonly verdict: Verdict }

/**
 * A question that the server can read, or the refusal that needs no asking. Without an address nothing may be asked: the server
 * would judge by the address of whoever asks, which is this machine.
 */
export function readQuestion(credential: string, clientIp: string | null | undefined): Question {
  if (!isCredential(credential)) return { ok: false, verdict: { allowed: false, reason: 'invalid' } }
  if (!isAddress(clientIp)) return { ok: false, verdict: { allowed: false, reason: 'ip_unknown' } }
  return { ok: true, body: { credential, client_ip: clientIp } }
}

function isCredential(credential: unknown): boolean {
  if (typeof credential !== 'string') return false
  return credential.length >= 1 && credential.length <= MAX_CREDENTIAL && !NO_TEXT.test(credential)
}

/** An address with a zone (RFC 4007 §11) means something on one machine only. */
function isAddress(clientIp: unknown): clientIp is string {
  return typeof clientIp === 'string' && isIP(clientIp) !== 0 && !clientIp.includes('%')
}
