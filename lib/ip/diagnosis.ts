import { diagnoseAddress } from './diagnosis-address.ts'
import { diagnoseNetwork } from './diagnosis-network.ts'
import { diagnoseRange } from './diagnosis-range.ts'
import { type RefusedEntry, refuse } from './entry-problem.ts'
import { readEntry } from './entry-syntax.ts'

/**
 * Says why text that is not an entry is none. It decides nothing: acceptance lies with `readEntry` alone, so this may
 * guess. A suggestion is dropped unless the strict grammar accepts it.
 */
export function diagnose(text: string): RefusedEntry {
  const found = diagnoseCharacters(text) ?? diagnoseShape(text)
  if (found.suggestion !== undefined && readEntry(found.suggestion) === null)
    return { ok: false, problem: found.problem }
  return found
}

function diagnoseShape(text: string): RefusedEntry {
  const whole = { at: 0, length: text.length }
  if (text === '') return refuse('empty', 'There is no address here', whole)
  if (text.includes('://')) return diagnoseUrl(text)
  if (isHostName(text)) {
    const message = 'Host names are not looked up, because the answer could change. Write the addresses it stands for'
    return refuse('host_name', message, whole)
  }
  if (text.includes('-') && !text.includes('/-')) return diagnoseRange(text)
  return text.includes('/') ? diagnoseNetwork(text) : diagnoseAddress(text)
}

function diagnoseUrl(text: string): RefusedEntry {
  const host = text.slice(text.indexOf('://') + 3).split('/', 1)[0] ?? ''
  const message = 'This is a web address. Write the IP address of the machine that makes the calls'
  return refuse('url', message, { at: 0, length: text.length }, addressIn(host))
}

/** The address of `host`, `host:port` or `[host]:port`. */
function addressIn(host: string): string {
  if (host.startsWith('[')) return host.slice(1).split(']', 1)[0] ?? ''
  return host.split(':', 1)[0] ?? ''
}

/** A name before any port or path: it has a letter that no address has, or begins or ends as names do. */
function isHostName(text: string): boolean {
  const name = text.split(/[:/]/, 1)[0] ?? ''
  if (!/^[a-z0-9_.-]+$/i.test(name)) return false
  const beginsAsName = /^[a-z_]/i.test(name)
  if (text.includes(':')) return beginsAsName && /[g-z_]/i.test(name)
  return beginsAsName || /^[a-z]/i.test(name.slice(name.lastIndexOf('.') + 1))
}

/** Characters that no entry has: blanks at the ends or inside, and everything that is not printable ASCII. */
function diagnoseCharacters(text: string): RefusedEntry | null {
  // Blanks around the hyphen of a range are part of its form; they are blotted out in place, so offsets stay true.
  const judged = text.replace(/[ \t]*-[ \t]*/, (hyphen) => '-'.repeat(hyphen.length))
  const at = judged.search(/[^!-~]/)
  if (at === -1) return null
  const character = String.fromCodePoint(judged.codePointAt(at) ?? 0)
  const span = { at, length: character.length }
  const plain = folded(text)
  const suggestion = readEntry(plain) === null ? diagnoseShape(plain).suggestion : plain
  if (character === ' ' || character === '\t') {
    return refuse('unexpected_character', 'A blank cannot be part of an address', span, suggestion)
  }
  return refuse(
    'not_ascii',
    `${named(character)} looks like part of an address but is not plain text`,
    span,
    suggestion,
  )
}

function named(character: string): string {
  const code = `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
  return /^[\p{L}\p{N}\p{P}\p{S}]$/u.test(character) ? `“${character}” (${code})` : `The invisible character ${code}`
}

/** What was probably meant, for a suggestion only: full-width digits, typographic dashes and invisible characters. */
function folded(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/\p{Pd}/gu, '-')
    .replace(/[\p{Cf}\p{Cc}\s"'‘’“”]/gu, '')
}
