import { addressToBigInt, formatAddress, parseAddress } from './address.ts'
import { diagnoseAddress } from './diagnosis-address.ts'
import { type RefusedEntry, refuse, within } from './entry-problem.ts'
import { readRangeEnds } from './entry-syntax.ts'
import { parseIpv4 } from './ipv4.ts'
import { touchesMapped } from './range.ts'

/** Why an `a-b` range is not one. */
export function diagnoseRange(text: string): RefusedEntry {
  const dash = text.indexOf('-')
  const left = text.slice(0, dash).trimEnd()
  const right = text.slice(dash + 1).trimStart()
  const rightAt = text.length - right.length
  const whole = { at: 0, length: text.length }
  if (left === '' || right === '') {
    return refuse('range_incomplete', 'A range needs an address on both sides of the hyphen', whole, left || right)
  }
  const shortEnd = lastOctetSuggestion(left, right)
  if (shortEnd !== undefined) {
    return refuse('range_short', 'Write the end of the range in full', { at: rightAt, length: right.length }, shortEnd)
  }
  if (text.includes('/')) {
    return refuse('range_of_networks', 'A range goes from one address to another, without a prefix length', {
      at: text.indexOf('/'),
      length: 1,
    })
  }
  return diagnoseEnds(text, dash) ?? diagnoseSides({ left, right, rightAt })
}

/** `10.0.0.1-50`, as scanners and routers write it. */
function lastOctetSuggestion(left: string, right: string): string | undefined {
  if (parseIpv4(left) === -1 || !/^[0-9]{1,3}$/.test(right)) return undefined
  return `${left}-${left.slice(0, left.lastIndexOf('.'))}.${right}`
}

/** Both ends are addresses, but they do not make a range. */
function diagnoseEnds(text: string, dash: number): RefusedEntry | null {
  const ends = readRangeEnds(text, dash)
  if (ends === null) return null
  const whole = { at: 0, length: text.length }
  if (ends.first.family !== ends.last.family) {
    return refuse('range_mixed', 'A range cannot go from IPv4 to IPv6 or back', whole)
  }
  const first = addressToBigInt(ends.first)
  const last = addressToBigInt(ends.last)
  if (first > last) {
    const suggestion = `${formatAddress(ends.last)}-${formatAddress(ends.first)}`
    return refuse('range_reversed', 'The range ends before it begins', whole, suggestion)
  }
  if (!touchesMapped({ family: ends.first.family, first, last })) return null
  const message =
    'This IPv6 range runs into ::ffff:0:0/96, where IPv4 addresses are written. Write the IPv4 part as IPv4'
  return refuse('range_mapped', message, whole)
}

type Sides = { left: string; right: string; rightAt: number }

function diagnoseSides({ left, right, rightAt }: Sides): RefusedEntry {
  if (parseAddress(left) === null) {
    return within(diagnoseAddress(left), { at: 0, complete: (suggestion) => `${suggestion}-${right}` })
  }
  return within(diagnoseAddress(right), { at: rightAt, complete: (suggestion) => `${left}-${suggestion}` })
}
