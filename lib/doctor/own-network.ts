import { familyBits, parseAddress } from '#lib/ip/address'
import { networkOf } from '#lib/ip/network'
import { specialBlockOf } from '#lib/ip/special-blocks'

/** Whether an address is of this machine or of a private network: no caller of the internet comes from there by itself. */
export function isOwnNetwork(text: string): boolean {
  return blockName(text)?.kind === 'private'
}

/** The word of TRUSTED_PROXIES for an address: `loopback`, or the address. */
export function proxyWord(text: string): string {
  return blockName(text)?.name.startsWith('loopback') === true ? 'loopback' : text
}

function blockName(text: string) {
  const address = parseAddress(text)
  return address === null ? null : specialBlockOf(networkOf(address, familyBits[address.family]))
}
