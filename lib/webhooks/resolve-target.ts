import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { isPublicAddress } from './public-address.ts'
import { literalHost, type TargetPolicy } from './target.ts'

export type ResolvedAddress = { readonly address: string; readonly family: 4 | 6 }

/** All addresses of a host's name, or a rejection. */
export type ResolveHost = (host: string) => Promise<readonly string[]>

export type Resolved =
  | { ok: true; addresses: readonly ResolvedAddress[] }
  | { ok: false; problem: 'not_allowed' | 'unresolvable' }

/** As every program of this machine would resolve it, the hosts file included: that is where a connection would go. */
export const resolveBySystem: ResolveHost = async (host) => {
  const found = await lookup(host, { all: true, verbatim: true })
  return found.map(({ address }) => address)
}

/**
 * Where to connect to. One address that is not allowed refuses them all: a name that is half private is somebody's trick, and
 * which of several is tried would be left to chance. The connection must go to these addresses and resolve nothing again.
 */
export async function resolveTarget(
  url: URL,
  { privateTargets, resolve }: TargetPolicy & { resolve: ResolveHost },
): Promise<Resolved> {
  const literal = literalHost(url)
  let texts: readonly string[]
  try {
    texts = literal === null ? await resolve(url.hostname) : [literal]
  } catch {
    return { ok: false, problem: 'unresolvable' }
  }
  if (!privateTargets && !texts.every(isPublicAddress)) return { ok: false, problem: 'not_allowed' }
  const addresses = texts.flatMap((address): ResolvedAddress[] => {
    const family = isIP(address)
    return family === 4 || family === 6 ? [{ address, family }] : []
  })
  return addresses.length === 0 ? { ok: false, problem: 'unresolvable' } : { ok: true, addresses }
}
