import { diagnoseIpv4 } from './diagnosis-ipv4.ts'
import { diagnoseIpv6 } from './diagnosis-ipv6.ts'
import { type RefusedEntry, refuse } from './entry-problem.ts'
import { parseIpv4 } from './ipv4.ts'

/** Why text without slash and hyphen is not an address. */
export function diagnoseAddress(text: string): RefusedEntry {
  const whole = { at: 0, length: text.length }
  if (text === '') return refuse('empty', 'There is no address here', whole)
  const zone = text.indexOf('%')
  if (zone !== -1) {
    const message = 'A zone id means something on one machine only. Write the address without it'
    return refuse('zone_id', message, { at: zone, length: text.length - zone }, text.slice(0, zone))
  }
  return diagnoseBrackets(text) ?? diagnosePort(text) ?? (text.includes(':') ? diagnoseIpv6(text) : diagnoseIpv4(text))
}

function diagnoseBrackets(text: string): RefusedEntry | null {
  const close = text.indexOf(']')
  if (!text.startsWith('[') || close === -1) return null
  const inner = text.slice(1, close)
  if (text[close + 1] === ':') return portRefused(inner, { at: close + 1, length: text.length - close - 1 })
  return refuse('brackets', 'Write the address without brackets', { at: 0, length: close + 1 }, inner)
}

function diagnosePort(text: string): RefusedEntry | null {
  const colon = text.indexOf(':')
  if (colon === -1 || colon !== text.lastIndexOf(':') || parseIpv4(text, 0, colon) === -1) return null
  return portRefused(text.slice(0, colon), { at: colon, length: text.length - colon })
}

function portRefused(address: string, span: { at: number; length: number }): RefusedEntry {
  return refuse('port', 'A list is about addresses: write this one without the port', span, address)
}
