import { type RefusedEntry, refuse } from './entry-problem.ts'
import { formatIpv4 } from './ipv4.ts'

type Octet = { text: string; at: number }

/** Why text without a colon is not an IPv4 address. */
export function diagnoseIpv4(text: string): RefusedEntry {
  const whole = { at: 0, length: text.length }
  if (text.includes('*')) return diagnoseWildcard(text)
  if (/^0x[0-9a-f]|\.0x[0-9a-f]/i.test(text)) {
    return refuse('ipv4_hexadecimal', 'Write an IPv4 address as four decimal numbers, such as 127.0.0.1', whole)
  }
  const stray = text.search(/[^0-9.]/)
  if (stray !== -1) {
    const message = `“${text[stray]}” cannot be part of an IPv4 address`
    return refuse('unexpected_character', message, { at: stray, length: 1 })
  }
  if (!text.includes('.')) return diagnoseNumber(text)
  const octets = octetsOf(text)
  return (
    octets.map((octet) => diagnoseOctet(octet, text)).find((found) => found !== null) ?? diagnoseLength(text, octets)
  )
}

function octetsOf(text: string): readonly Octet[] {
  let at = 0
  return text.split('.').map((octet) => {
    const found = { text: octet, at }
    at += octet.length + 1
    return found
  })
}

function diagnoseWildcard(text: string): RefusedEntry {
  const at = text.indexOf('*')
  const span = { at, length: text.length - at }
  if (/^[*.]+$/.test(text)) {
    const message = 'For any IPv4 address write 0.0.0.0/0, for any IPv6 address ::/0'
    return refuse('wildcard', message, span)
  }
  const octets = text.split('.')
  const fixed = octets.slice(0, octets.indexOf('*'))
  const plain = octets.length <= 4 && octets.slice(fixed.length).every((octet) => octet === '*')
  const suggestion = plain ? `${padded(fixed)}/${fixed.length * 8}` : undefined
  return refuse('wildcard', 'Write a network with a prefix length instead of a wildcard', span, suggestion)
}

/** One number without dots, which inet_aton reads as the 32 bits of an address. */
function diagnoseNumber(text: string): RefusedEntry {
  const whole = { at: 0, length: text.length }
  const value = text.length <= 10 ? Number(text) : Number.POSITIVE_INFINITY
  const isWhole32 = value > 0xff_ffff && value <= 0xffff_ffff && !text.startsWith('0')
  const message = 'An IPv4 address is four numbers with dots between them'
  if (!isWhole32) return refuse('ipv4_short', message, whole)
  const dotted = formatIpv4(value)
  return refuse('ipv4_number', `${message}; some programs read this one number as ${dotted}`, whole, dotted)
}

function diagnoseOctet({ text: octet, at }: Octet, text: string): RefusedEntry | null {
  const span = { at, length: octet.length }
  if (octet === '') {
    const trailing = at === text.length && text.endsWith('.')
    const dot = { at: trailing ? at - 1 : at, length: 1 }
    const message = 'A number is missing beside this dot'
    return refuse('ipv4_empty_octet', message, dot, trailing ? text.slice(0, -1) : undefined)
  }
  if (octet.length > 1 && octet.startsWith('0')) {
    const suggestion = text.replace(/(^|\.)0+(?=[0-9])/g, '$1')
    return refuse('ipv4_leading_zero', leadingZeroMessage(octet), span, suggestion)
  }
  if (octet.length > 3 || Number(octet) > 255) {
    return refuse('ipv4_out_of_range', `${octet} is more than 255, the largest number in an IPv4 address`, span)
  }
  return null
}

function leadingZeroMessage(octet: string): string {
  const octal = /^[0-7]{1,11}$/.test(octet) ? Number.parseInt(octet, 8) : null
  if (octal === null) return 'Leading zeros are ambiguous: some programs refuse them, others ignore them'
  if (octal === Number(octet)) return 'Leading zeros are ambiguous: write this number without them'
  return `Leading zeros are ambiguous: some programs read ${octet} as ${octal}`
}

function diagnoseLength(text: string, octets: readonly Octet[]): RefusedEntry {
  const fifth = octets[4]
  if (fifth !== undefined) {
    const span = { at: fifth.at - 1, length: text.length - fifth.at + 1 }
    return refuse('ipv4_long', 'An IPv4 address has four numbers; this goes on after them', span)
  }
  const message = `An IPv4 address has four numbers and this has ${octets.length}; programs disagree on how to complete it`
  return refuse('ipv4_short', message, { at: 0, length: text.length })
}

/**
 * `10.1` → `10.1.0.0`: how a shortened network is meant, null when the text is none. Only for text with a prefix length:
 * without one, 127.1 is 127.0.0.1 to inet_aton and 127.1.0.0/16 to PostgreSQL.
 */
export function completedIpv4(text: string): string | null {
  const octets = text.split('.')
  const short = octets.length < 4 && octets.every((octet) => /^[0-9]{1,3}$/.test(octet))
  return short ? padded(octets) : null
}

function padded(octets: readonly string[]): string {
  return [...octets, '0', '0', '0', '0'].slice(0, 4).join('.')
}
