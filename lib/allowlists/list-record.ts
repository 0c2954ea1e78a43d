import { hash } from 'node:crypto'
import { formatAllowlist } from '#lib/ip/allowlist'
import { type ListEntry, networkText } from './allowed-ips.ts'

/**
 * A list as an audit event keeps it: `whole` while it is short, and beyond that only the lines that this change took away
 * (before) or brought (after), with the digest of the whole text, so that one edit of 10,000 entries is one line. From the
 * creation on, every list can be put together again.
 */
export type ListRecord = { form: 'whole' | 'part'; text: string; entries: number; digest: string }

const LONGEST_WHOLE = 16 * 1024

export type ListRecords = { before: ListRecord; after: ListRecord }

export function listRecords(before: readonly ListEntry[], after: readonly ListEntry[]): ListRecords {
  const texts = { before: formatAllowlist(before), after: formatAllowlist(after) }
  if (Math.max(texts.before.length, texts.after.length) <= LONGEST_WHOLE) {
    return { before: whole(before, texts.before), after: whole(after, texts.after) }
  }
  return { before: part(before, after, texts.before), after: part(after, before, texts.after) }
}

function whole(entries: readonly ListEntry[], text: string): ListRecord {
  return { form: 'whole', text, entries: entries.length, digest: digestOf(text) }
}

function part(entries: readonly ListEntry[], other: readonly ListEntry[], text: string): ListRecord {
  const elsewhere = new Map(other.map((entry) => [networkText(entry), entry.note]))
  const own = entries.filter((entry) => elsewhere.get(networkText(entry)) !== entry.note)
  return { form: 'part', text: formatAllowlist(own), entries: entries.length, digest: digestOf(text) }
}

function digestOf(text: string): string {
  return hash('sha256', text, 'hex')
}
