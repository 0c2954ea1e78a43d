import { headers } from 'next/headers'
import { currentClientIp } from '#lib/client-ip/current'
import { env } from '#lib/env'
import { type Address, familyBits } from '#lib/ip/address'
import { networkOf } from '#lib/ip/network'
import { specialBlockOf } from '#lib/ip/special-blocks'

/** Where programs reach the API: as configured, else as this visitor's browser reached the page. */
export async function apiOrigin(): Promise<string> {
  const { appUrl, appUrlIsDefault } = env()
  const host = (await headers()).get('host')
  const isHost = host !== null && /^[A-Za-z0-9.:[\]-]+$/.test(host)
  return appUrlIsDefault && isHost ? `http://${host}` : appUrl.origin
}

export type Caller = { currentAddress: string | null; serverSeesPublicCallers: boolean }

/** The visitor's address as the API would see it. A public one shows that this server is called from the internet. */
export function currentCaller(): Caller {
  const client = currentClientIp()
  if (!client.ok) return { currentAddress: null, serverSeesPublicCallers: false }
  return { currentAddress: client.text, serverSeesPublicCallers: isPublic(client.address) }
}

function isPublic(address: Address): boolean {
  return specialBlockOf(networkOf(address, familyBits[address.family])) === null
}
