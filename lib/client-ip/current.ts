import { env } from '#lib/env'
import { currentPeer } from './peer.ts'
import { type ClientIp, resolveClientIp } from './resolve.ts'

/** The client's address for pages and server actions. */
export function currentClientIp(): ClientIp {
  const context = currentPeer()
  if (context === undefined) return { ok: false, reason: 'no_peer' }
  return resolveClientIp(context.peer, context.rawHeaders, env().clientIpPolicy)
}
