import { diagnoseIpv4 } from './diagnosis-ipv4.ts'
import { type RefusedEntry, refuse, within } from './entry-problem.ts'
import { parseIpv4 } from './ipv4.ts'

type Group = { text: string; at: number }

/** Why text with a colon is not an IPv6 address (RFC 4291 §2.2). */
export function diagnoseIpv6(text: string): RefusedEntry {
  const whole = { at: 0, length: text.length }
  const stray = text.search(/[^0-9a-fA-F:.]/)
  if (stray !== -1) {
    const message = `“${text[stray]}” cannot be part of an IPv6 address`
    return refuse('unexpected_character', message, { at: stray, length: 1 })
  }
  if (isMacAddress(text)) {
    return refuse('mac_address', 'This is the hardware (MAC) address of a network card; callers are known by IP', whole)
  }
  const groups = groupsOf(text)
  return diagnoseGap(text) ?? diagnoseEmbedded(text, groups) ?? diagnoseGroups(groups) ?? diagnoseCount(text, groups)
}

function isMacAddress(text: string): boolean {
  return /^(?:[0-9a-fA-F]{2}:){5}[0-9a-fA-F]{2}$/.test(text)
}

function groupsOf(text: string): readonly Group[] {
  let at = 0
  return text.split(':').map((group) => {
    const found = { text: group, at }
    at += group.length + 1
    return found
  })
}

function diagnoseGap(text: string): RefusedEntry | null {
  const triple = text.indexOf(':::')
  if (triple !== -1) return refuse('ipv6_gap', 'Three colons in a row; “::” has two', { at: triple, length: 3 })
  const first = text.indexOf('::')
  const second = first === -1 ? -1 : text.indexOf('::', first + 2)
  if (second === -1) return null
  const message = '“::” can be used once only, or nobody could tell how many zeros each stands for'
  return refuse('ipv6_gap', message, { at: second, length: 2 })
}

function diagnoseEmbedded(text: string, groups: readonly Group[]): RefusedEntry | null {
  const dotted = groups.find((group) => group.text.includes('.'))
  if (dotted === undefined || parseIpv4(dotted.text) !== -1) {
    const follows = dotted !== undefined && dotted !== groups.at(-1)
    if (!follows) return null
    const message = 'Nothing can follow the IPv4 part of an IPv6 address'
    const at = dotted.at + dotted.text.length
    return refuse('ipv6_length', message, { at, length: text.length - at })
  }
  const end = dotted.at + dotted.text.length
  return within(diagnoseIpv4(dotted.text), {
    at: dotted.at,
    complete: (suggestion) => text.slice(0, dotted.at) + suggestion + text.slice(end),
  })
}

function diagnoseGroups(groups: readonly Group[]): RefusedEntry | null {
  const long = groups.find((group) => group.text.length > 4 && !group.text.includes('.'))
  if (long === undefined) return null
  const message = `“${long.text}” is too long: a group has at most four hexadecimal digits`
  return refuse('ipv6_group', message, { at: long.at, length: long.text.length })
}

function diagnoseCount(text: string, groups: readonly Group[]): RefusedEntry {
  const whole = { at: 0, length: text.length }
  const single = (text.startsWith(':') && !text.startsWith('::')) || (text.endsWith(':') && !text.endsWith('::'))
  if (single) {
    const at = text.startsWith(':') && !text.startsWith('::') ? 0 : text.length - 1
    return refuse('ipv6_gap', 'A single colon cannot begin or end an address; “::” stands for zeros', { at, length: 1 })
  }
  const written = groups.filter((group) => group.text !== '')
  const count = written.length + (groups.at(-1)?.text.includes('.') ? 1 : 0)
  if (count < 8) {
    const message = `An IPv6 address has eight groups and this has ${count}; write “::” where zeros are left out`
    return refuse('ipv6_length', message, whole)
  }
  const message = text.includes('::')
    ? `“::” stands for at least one group, and there are already ${count} of eight`
    : `An IPv6 address has eight groups, and this has ${count}`
  return refuse('ipv6_length', message, whole)
}
