import type { PeerContext } from '#lib/client-ip/peer'
import { prisma, type Tx } from '#lib/db'
import type { Env } from '#lib/env'
import { parseAddress } from '#lib/ip/address'
import { parseUrl } from './parse-url.ts'

// Any number that nothing else in the product locks.
const firstAccountLock = 7_205_759_401

/** Whether there is no account yet. The next one becomes staff. */
export async function installationIsEmpty(): Promise<boolean> {
  return (await prisma().user.findFirst({ select: { id: true } })) === null
}

/** The same inside a transaction, one at a time, so that only one account can be the first. */
export async function isFirstAccount(tx: Tx): Promise<boolean> {
  const anybody = { select: { id: true } } as const
  if ((await tx.user.findFirst(anybody)) !== null) return false
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${firstAccountLock}::bigint)`
  return (await tx.user.findFirst(anybody)) === null
}

const forwarding = /^(x-forwarded(-.*)?|forwarded|via|.*-client-ip|cf-.*|x-real-ip|x-original-.*|x-envoy-.*|x-proxy.*)$/

/** Whether a request came straight from this machine: over loopback, and with no header that speaks of a proxy. */
export function isStraightFromThisMachine(request: Pick<PeerContext, 'peer' | 'rawHeaders'>): boolean {
  if (!isLoopbackAddress(request.peer)) return false
  for (const [name] of headerLines(request.rawHeaders)) if (forwarding.test(name)) return false
  return true
}

/**
 * Whether a request was made by somebody at this very machine, who may therefore make the first account without the code.
 * A proxy on the same machine also connects from loopback, so anything that speaks of one says no: a forwarding header,
 * a name in Host or Origin that is not loopback's, or a configuration that names a proxy or a public address.
 */
export function isMadeOnThisMachine(
  peer: PeerContext | undefined,
  config: Pick<Env, 'appUrl' | 'clientIpPolicy'>,
): boolean {
  if (peer === undefined || !isStraightFromThisMachine(peer)) return false
  if (!isLoopbackHost(config.appUrl.hostname) || namesProxy(config.clientIpPolicy)) return false
  const hosts: string[] = []
  for (const [name, value] of headerLines(peer.rawHeaders)) {
    if (name === 'host') hosts.push(`http://${value}`)
    if (name === 'origin') hosts.push(value)
  }
  return hosts.length > 0 && hosts.every((url) => isLoopbackHost(parseUrl(url)?.hostname ?? ''))
}

function namesProxy(policy: Env['clientIpPolicy']): boolean {
  const fromConnection = ['CLIENT_IP_SOURCE_UNSPECIFIED', 'CLIENT_IP_SOURCE_REMOTE_ADDR'].includes(policy.source)
  return !fromConnection || policy.trusted !== null || policy.hops !== null
}

function isLoopbackAddress(text: string | undefined): boolean {
  const address = text === undefined ? null : parseAddress(text)
  if (address === null) return false
  return address.family === 4 ? address.value >>> 24 === 127 : address.words.join() === '0,0,0,1'
}

/** `hostname` as URL gives it: lower-cased, IPv6 in brackets, IPv4 in canonical form. */
function isLoopbackHost(hostname: string): boolean {
  if (hostname === 'localhost' || hostname.endsWith('.localhost')) return true
  return isLoopbackAddress(hostname.replace(/^\[(.*)\]$/, '$1'))
}

function* headerLines(raw: readonly string[]): Generator<[string, string]> {
  for (let at = 0; at + 1 < raw.length; at += 2) yield [(raw[at] ?? '').toLowerCase(), raw[at + 1] ?? '']
}
