import { type DnsMessage, type DnsRecord, type Question, responseCodes } from './message.ts'

/** What one server's message says of a question. `ttl` in seconds. */
export type Answer =
  | { readonly kind: 'records'; readonly records: readonly DnsRecord[]; readonly ttl: number }
  /** The name is there and has no record of this type. */
  | { readonly kind: 'none'; readonly ttl: number }
  | { readonly kind: 'no_such_domain'; readonly ttl: number }
  /** The server knows an alias and did not follow it. */
  | { readonly kind: 'alias'; readonly target: string; readonly ttl: number }
  /** The server could not or would not tell: no statement about the name. */
  | { readonly kind: 'failed' }

const MAX_ALIASES = 16

/** Follows the aliases within one message (RFC 1034 §3.6.2) to what it says of the name at their end. */
export function readAnswer(message: DnsMessage, question: Question): Answer {
  const { responseCode } = message
  if (responseCode !== responseCodes.noError && responseCode !== responseCodes.nameError) return { kind: 'failed' }
  const end = followAliases(message, question.name)
  if (end === null) return { kind: 'failed' }
  // RFC 6604 §3: the code speaks of the name at the end of the aliases.
  if (responseCode === responseCodes.nameError) {
    return { kind: 'no_such_domain', ttl: Math.min(end.ttl, absenceTtl(message)) }
  }
  const records = message.answers.filter((record) => record.kind === question.type && record.owner === end.name)
  if (records.length > 0) {
    return { kind: 'records', records, ttl: Math.min(end.ttl, ...records.map((record) => record.ttl)) }
  }
  const hasSoa = message.authorities.some((record) => record.kind === 'SOA')
  if (!hasSoa && end.name !== question.name) return { kind: 'alias', target: end.name, ttl: end.ttl }
  // RFC 2308 §2.2.1: name servers without an SOA are a referral from a server that does not recurse, not an absence.
  if (!hasSoa && message.authorities.some((record) => record.kind === 'NS')) return { kind: 'failed' }
  return { kind: 'none', ttl: Math.min(end.ttl, absenceTtl(message)) }
}

function followAliases(message: DnsMessage, start: string): { name: string; ttl: number } | null {
  let name = start
  let ttl = Number.POSITIVE_INFINITY
  for (let step = 0; step < MAX_ALIASES; step++) {
    const alias = message.answers.find((record) => record.kind === 'CNAME' && record.owner === name)
    if (alias?.kind !== 'CNAME') return { name, ttl }
    name = alias.target
    ttl = Math.min(ttl, alias.ttl)
  }
  return null
}

/** RFC 2308 §5: the lesser of the SOA's own time to live and its minimum; without an SOA absence is not for keeping. */
function absenceTtl(message: DnsMessage): number {
  for (const record of message.authorities) {
    if (record.kind === 'SOA') return Math.min(record.ttl, record.minimum)
  }
  return 0
}
