import { formatNumber } from '#lib/ip/count'
import { displayNetwork } from '#lib/ip/network'
import { type Instant, relativeTime } from '#lib/time'
import type { SuggestedNetwork, Totals, Width } from './suggest.ts'

/** What a width is called, and what it allows. */
export const widthWords = {
  exact: { label: 'Exact', hint: 'Only the addresses that called; of IPv6 the whole /64 where several of it did.' },
  close: { label: 'Close', hint: 'At most one address that never called for each one that did.' },
  medium: { label: 'Medium', hint: 'At most 15 addresses that never called for each one that did.' },
  wide: { label: 'Wide', hint: 'At most 255 addresses that never called for each one that did.' },
  widest: {
    label: 'Widest',
    hint: 'At most 16,383 addresses that never called for each one that did, and no network wider than an IPv4 /16 or an IPv6 /48.',
  },
} as const satisfies Record<Width, { label: string; hint: string }>

/** "4 of 4 addresses called, 1,204 calls, last 2 hours ago". */
export function reasonOf(suggested: SuggestedNetwork, now: Instant): string {
  const { calls, lastAt } = suggested
  const when = `${counted(calls, 'call')}, last ${relativeTime(lastAt, now)}`
  return `${whoCalled(suggested)}: ${when}${othersOf(suggested)}${keptOutOf(suggested)}`
}

function whoCalled({ network, callers, units }: SuggestedNetwork): string {
  const [caller] = callers
  if (network.family === 4)
    return units.all === 1 ? 'Called' : `${units.called} of ${units.all.toLocaleString('en-US')} addresses called`
  if (network.prefixBits === 128) return 'Called'
  if (units.all > 1) return `${units.called} of ${units.all.toLocaleString('en-US')} networks of size /64 called`
  const folded = callers.length === 1 && caller?.network.prefixBits === 64
  return folded ? 'Many addresses of this /64 called' : `${callers.length} addresses of this /64 called`
}

function othersOf({ network, units }: SuggestedNetwork): string {
  const others = units.all - units.called
  if (others === 0) return ''
  return `. ${counted(others, network.family === 6 ? 'other /64' : 'other')} would be admitted too`
}

function keptOutOf({ admitsKeptOut }: SuggestedNetwork): string {
  const [first, ...more] = admitsKeptOut
  if (first === undefined) return ''
  const rest = more.length === 0 ? ' was' : ` and ${more.length.toLocaleString('en-US')} more were`
  return `. ${displayNetwork(first)}${rest} refused in this time, and would be admitted`
}

/** What a list admits in all, and how much of it never called. */
export function totalsWords({ ipv4, ipv6 }: Totals): string {
  const never4 = ipv4.others === 0n ? '' : ` (${formatNumber(ipv4.others)} never called)`
  // Most of a /64 never calls, so of IPv6 whole /64s are counted.
  const sites = ipv6.others >> 64n
  const never6 = sites === 0n ? '' : ` (${counted(Number(sites), '/64')} never called)`
  const parts = [
    ...(ipv4.admitted === 0n ? [] : [`${admittedWords('IPv4', ipv4.admitted)}${never4}`]),
    ...(ipv6.admitted === 0n ? [] : [`${admittedWords('IPv6', ipv6.admitted)}${never6}`]),
  ]
  return parts.join(' and ')
}

function admittedWords(family: string, admitted: bigint): string {
  return `${formatNumber(admitted)} ${family} ${admitted === 1n ? 'address' : 'addresses'}`
}

function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? noun : `${noun}s`}`
}
