import { type DomainProblem, parseDomain } from './domain.ts'

type AddressProblem =
  | 'too_long'
  | 'at_sign_missing'
  | 'local_part_missing'
  | 'local_part_too_long'
  | 'local_part_syntax'
  | DomainProblem

/** `localPart` as sent in SMTP (quotes kept, NFC); `asciiDomain` as asked of DNS. */
type ParsedAddress = { ok: true; localPart: string; asciiDomain: string } | { ok: false; problem: AddressProblem }

/** RFC 5321 §4.5.3.1.3: a path has at most 256 octets, two of which are the angle brackets. */
const MAX_ADDRESS = 254
/** RFC 5321 §4.5.3.1.1. */
const MAX_LOCAL_PART = 64

/**
 * Reads a mailbox as RFC 5321 §4.1.2 has it: a dot-atom or a quoted string, `@`, and a domain of at least two labels.
 *
 * What RFC 5322 allows in message headers only is refused: comments, folding space, display names, obsolete forms.
 * Letters, digits and marks beyond ASCII may stand in the local part (RFC 6531 §3.3). Nothing is trimmed or mended.
 */
export function parseEmailAddress(text: string): ParsedAddress {
  // UTF-16 units never outnumber octets, so this bounds all that follows.
  if (text.length > MAX_ADDRESS) return { ok: false, problem: 'too_long' }
  // A domain has no `@`, while a quoted local part may.
  const at = text.lastIndexOf('@')
  if (at === -1) return { ok: false, problem: 'at_sign_missing' }
  const localPart = text.slice(0, at).normalize('NFC')
  const problem = localPartProblem(localPart)
  if (problem !== null) return { ok: false, problem }
  const domain = parseDomain(text.slice(at + 1))
  if (!domain.ok) return domain
  if (octets(localPart) + 1 + domain.asciiDomain.length > MAX_ADDRESS) return { ok: false, problem: 'too_long' }
  return { ok: true, localPart, asciiDomain: domain.asciiDomain }
}

/** RFC 5322 §3.2.3 `atext`, between single dots. */
const DOT_ATOM = /^[A-Za-z0-9!#$%&'*+\-/=?^_`{|}~]+(?:\.[A-Za-z0-9!#$%&'*+\-/=?^_`{|}~]+)*$/
/** RFC 5321 §4.1.2 `Quoted-string`: printable ASCII and space, `"` and `\` behind a `\`. */
const QUOTED = /^"(?:[ !#-[\]-~]|\\[ -~])*"$/
/**
 * The same two with `UTF8-non-ascii` of RFC 6531 §3.3, held to letters, marks and numbers: no mailbox has been seen to
 * need more, and signs that look like `@` or `.` stay out.
 */
const WIDE_DOT_ATOM = /^[\p{L}\p{M}\p{N}!#$%&'*+\-/=?^_`{|}~]+(?:\.[\p{L}\p{M}\p{N}!#$%&'*+\-/=?^_`{|}~]+)*$/u
const WIDE_QUOTED = /^"(?:[\p{L}\p{M}\p{N} !#-[\]-~]|\\[ -~])*"$/u
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/u

function localPartProblem(localPart: string): AddressProblem | null {
  if (localPart === '') return 'local_part_missing'
  if (octets(localPart) > MAX_LOCAL_PART) return 'local_part_too_long'
  if (DOT_ATOM.test(localPart) || QUOTED.test(localPart)) return null
  if (!WIDE_DOT_ATOM.test(localPart) && !WIDE_QUOTED.test(localPart)) return 'local_part_syntax'
  // Full-width letters, ligatures and the like are other spellings of plain ones (RFC 8264 §9.17, HasCompat).
  if (localPart.normalize('NFKC') !== localPart || INVISIBLE.test(localPart)) return 'local_part_syntax'
  return null
}

function octets(text: string): number {
  return Buffer.byteLength(text, 'utf8')
}
