import { type Address, familyBits, parseAddress } from './address.ts'
import { diagnoseAddress } from './diagnosis-address.ts'
import { completedIpv4 } from './diagnosis-ipv4.ts'
import { type RefusedEntry, refuse, within } from './entry-problem.ts'
import { parseIpv4 } from './ipv4.ts'
import { parsePrefix } from './network.ts'

/** Why text with a slash is not a network. */
export function diagnoseNetwork(text: string): RefusedEntry {
  const slash = text.indexOf('/')
  const addressText = text.slice(0, slash)
  const prefixText = text.slice(slash + 1)
  const address = parseAddress(addressText)
  if (address !== null) return diagnosePrefix({ address, addressText, prefixText, at: slash + 1 })
  const completed = completedIpv4(addressText)
  if (completed !== null) {
    const message = 'An IPv4 network is written with all four numbers'
    return refuse('ipv4_short', message, { at: 0, length: slash }, `${completed}/${prefixText}`)
  }
  return within(diagnoseAddress(addressText), {
    at: 0,
    complete: (suggestion) => `${suggestion.split('/', 1)[0]}/${prefixText}`,
  })
}

type PrefixPart = { address: Address; addressText: string; prefixText: string; at: number }

function diagnosePrefix({ address, addressText, prefixText, at }: PrefixPart): RefusedEntry {
  const span = { at, length: prefixText.length }
  if (prefixText === '') {
    const message = 'The prefix length after the slash is missing; for one address, leave the slash out'
    return refuse('prefix_missing', message, { at: at - 1, length: 1 })
  }
  const mapped = address.family === 4 && addressText.includes(':')
  const max = mapped ? familyBits[6] : familyBits[address.family]
  const bits = parsePrefix(prefixText, max)
  if (mapped && bits !== -1) {
    const ipv4 = addressText.slice(addressText.lastIndexOf(':') + 1)
    const message = `An IPv4 address written as IPv6 has a prefix length from /96 to /128; /${bits} would be far more than IPv4`
    return refuse('prefix_mapped', message, span, `${ipv4}/${bits}`)
  }
  if (parseIpv4(prefixText) !== -1) return diagnoseNetmask({ addressText, prefixText, span })
  if (!/^[0-9]+$/.test(prefixText)) {
    return refuse('prefix_unreadable', `The prefix length is a whole number from 0 to ${max}`, span)
  }
  if (prefixText.startsWith('0') && prefixText.length > 1) {
    const message = 'Leading zeros are ambiguous: write the prefix length without them'
    return refuse('prefix_leading_zero', message, span, `${addressText}/${prefixText.replace(/^0+(?=[0-9])/, '')}`)
  }
  const name = max === 32 ? 'IPv4' : 'IPv6'
  return refuse('prefix_out_of_range', `The prefix length of an ${name} network is at most /${max}`, span)
}

type NetmaskPart = { addressText: string; prefixText: string; span: { at: number; length: number } }

function diagnoseNetmask({ addressText, prefixText, span }: NetmaskPart): RefusedEntry {
  const bits = netmaskBits(parseIpv4(prefixText))
  const hint = bits === null ? '' : `: here /${bits}`
  const message = `Write a prefix length instead of a netmask${hint}`
  return refuse('prefix_netmask', message, span, bits === null ? undefined : `${addressText}/${bits}`)
}

/**
 * The prefix length of a netmask (255.255.255.0) or of a wildcard mask (0.0.0.255), null when the ones are not in one
 * piece. 0.0.0.0 has no answer: it is /0 as the one and /32 as the other.
 */
function netmaskBits(mask: number): number | null {
  if (mask === 0) return null
  const inverse = ~mask >>> 0
  if (isRunOfLowOnes(inverse)) return Math.clz32(inverse)
  return isRunOfLowOnes(mask) ? Math.clz32(mask) : null
}

/** 0, 1, 11, 111, … in binary. */
function isRunOfLowOnes(value: number): boolean {
  return (value & (value + 1)) === 0
}
