import { domainToASCII } from 'node:url'

export type DomainProblem =
  | 'domain_missing'
  | 'domain_too_long'
  | 'domain_syntax'
  | 'address_literal'
  | 'single_label'
  | 'numeric_top_level'

type ParsedDomain = { ok: true; asciiDomain: string } | { ok: false; problem: DomainProblem }

/** In presentation form without the final dot: 255 octets on the wire (RFC 1035 §2.3.4). RFC 5321 §4.5.3.1.2 says 255. */
const MAX_DOMAIN = 253

/**
 * Reads the domain of a mailbox and gives its DNS form: lower case, internationalised labels as A-labels (UTS-46).
 *
 * Strict about what the URL standard's `domainToASCII` forgives: it percent-decodes, cuts at `/`, `?`, `#` and `\`,
 * drops tabs and line ends, takes `[::1]`, reads a last label that is a number as an IPv4 address, and lets
 * underscores and most punctuation pass. So what goes in is gated, and what comes out is judged as LDH labels again.
 */
export function parseDomain(text: string): ParsedDomain {
  if (text === '') return refused('domain_missing')
  // RFC 5321 §4.1.3: where the receiver is known by number alone. Nobody signs up from there.
  if (text.startsWith('[')) return refused('address_literal')
  const ascii = toAscii(text)
  if (ascii === null) return refused('domain_syntax')
  if (ascii.length > MAX_DOMAIN) return refused('domain_too_long')
  if (!LDH_LABELS.test(ascii)) return refused('domain_syntax')
  const lastDot = ascii.lastIndexOf('.')
  if (lastDot === -1) return refused('single_label')
  // RFC 3696 §2: no top-level domain is all digits, so this is an IPv4 address or a part of one.
  if (ALL_DIGITS.test(ascii.slice(lastDot + 1))) return refused('numeric_top_level')
  return { ok: true, asciiDomain: ascii }
}

/** Letters, digits and inner hyphens, 63 octets a label: RFC 1035 §2.3.1, RFC 1123 §2.1. */
const LDH_LABELS = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/
const ALL_DIGITS = /^[0-9]+$/
const PLAIN = /^[A-Za-z0-9.-]+$/
const A_LABEL = /(?:^|\.)xn--/

function toAscii(text: string): string | null {
  if (PLAIN.test(text)) {
    const lower = text.toLowerCase()
    if (!A_LABEL.test(lower)) return lower
    // An A-label that does not decode to what it would be made from is no domain (RFC 5891 §5.4).
    return domainToASCII(lower) === lower ? lower : null
  }
  if (!MAPPABLE.test(text) || INVISIBLE.test(text)) return null
  return domainToASCII(text) || null
}

/** Every ASCII character that `domainToASCII` gives a meaning of its own is left out here. */
const MAPPABLE = /^[A-Za-z0-9.\-\u0080-\u{10ffff}]+$/u
/**
 * UTS-46 maps soft hyphens, zero-width spaces and variation selectors to nothing, so that two addresses that differ
 * would be one. The joiners stay: UTS-46 allows them where the script needs them (ContextJ).
 */
const INVISIBLE = /(?![\u200c\u200d])[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]/u

function refused(problem: DomainProblem): ParsedDomain {
  return { ok: false, problem }
}
