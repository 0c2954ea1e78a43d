import { isIPv4, isIPv6 } from 'node:net'

/** What a text says by a reader that shares nothing with ours: Node's own for whether, plain arithmetic for which. */
export type SecondAddress = { readonly family: 4 | 6; readonly value: bigint }

const MAPPED = 0xffffn

/** An IPv4-mapped IPv6 address is the IPv4 address. Null: none. */
export function secondAddress(text: string): SecondAddress | null {
  if (isIPv4(text)) return { family: 4, value: ofOctets(text) }
  // Node takes zones, which are of no use in a list.
  if (!isIPv6(text) || text.includes('%')) return null
  const value = ofGroups(text)
  return value >> 32n === MAPPED ? { family: 4, value: value & 0xffff_ffffn } : { family: 6, value }
}

function ofOctets(text: string): bigint {
  return text.split('.').reduce((value, octet) => value * 256n + BigInt(octet), 0n)
}

function ofGroups(text: string): bigint {
  const dotted = /[0-9.]*\.[0-9.]*$/.exec(text)?.[0]
  const plain = dotted === undefined ? text : text.slice(0, -dotted.length) + hexadecimal(ofOctets(dotted))
  const [left = '', right] = plain.split('::')
  const [before, after] = [left, right ?? ''].map((side) => side.split(':').filter((group) => group !== ''))
  const gap = right === undefined ? 0 : 8 - (before?.length ?? 0) - (after?.length ?? 0)
  const groups = [...(before ?? []), ...Array.from({ length: gap }, () => '0'), ...(after ?? [])]
  return groups.reduce((value, group) => value * 0x10000n + BigInt(`0x${group}`), 0n)
}

const hexadecimal = (value: bigint) => `${(value >> 16n).toString(16)}:${(value & 0xffffn).toString(16)}`

export type SecondNetwork = SecondAddress & { readonly prefixBits: number }

/** A network with its prefix and without host bits, of an address that is not mapped. Null: none. */
export function secondNetwork(text: string): SecondNetwork | null {
  const parts = /^([^/]*)\/(0|[1-9][0-9]*)$/.exec(text)
  const address = secondAddress(parts?.[1] ?? '')
  if (parts === null || address === null || (address.family === 4) !== !text.includes(':')) return null
  const [bits, prefixBits] = [address.family === 4 ? 32 : 128, Number(parts[2])]
  if (prefixBits > bits || address.value % (1n << BigInt(bits - prefixBits)) !== 0n) return null
  return { ...address, prefixBits }
}

/** Who is the client by an X-Forwarded-For behind one proxy: what that one has put at the end. Null: unreadable. */
export function secondClient(value: string): SecondAddress | null {
  const last =
    /[^,]*$/
      .exec(value)?.[0]
      .replace(/^[ \t]*/, '')
      .replace(/[ \t]*$/, '') ?? ''
  const bracketed = /^\[([^\]]*:[^\]]*)\](?::([0-9]{1,5}))?$/.exec(last)
  const withPort = bracketed ?? /^([^:[]*):([0-9]{1,5})$/.exec(last)
  if (Number(withPort?.[2] ?? 0) > 65_535) return null
  return secondAddress(withPort?.[1] ?? last)
}
