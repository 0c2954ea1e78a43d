import { covers } from '#lib/ip/algebra'
import { formatAllowlist, parseAllowlist } from '#lib/ip/allowlist'
import { formatNetwork } from '#lib/ip/network'

/** A list that another page has made for the Allowed IPs field of a key, to be reviewed and saved there. */
export type ListDraft = { text: string; kind: 'add' | 'replace' }

const nameOf = (keyId: string) => `gatelist list draft ${keyId}`

/** Keeps it for the next page of this tab; an address would be too short for it. False when the browser keeps nothing. */
export function keepDraft(keyId: string, draft: ListDraft): boolean {
  try {
    sessionStorage.setItem(nameOf(keyId), JSON.stringify(draft))
    return true
  } catch {
    return false
  }
}

/** What was kept, once: a page that is opened again begins with the list as it is saved. */
export function takeDraft(keyId: string): ListDraft | null {
  try {
    const kept = sessionStorage.getItem(nameOf(keyId))
    sessionStorage.removeItem(nameOf(keyId))
    return kept === null ? null : draftOf(JSON.parse(kept))
  } catch {
    return null
  }
}

function draftOf(value: unknown): ListDraft | null {
  if (typeof value !== 'object' || value === null || !('text' in value) || !('kind' in value)) return null
  const { text, kind } = value
  if (typeof text !== 'string' || (kind !== 'add' && kind !== 'replace')) return null
  return { text, kind }
}

/**
 * The text of the field with a draft in it. `add` puts behind the list what it does not cover already; `replace` takes its place,
 * and networks that stay keep their note.
 */
export function withDraft(current: string, { text, kind }: ListDraft): string {
  const [own, drafted] = [networksIn(current), networksIn(text)]
  if (kind === 'replace') {
    const notes = new Map(own.map(({ network, note }) => [formatNetwork(network), note]))
    return formatAllowlist(
      drafted.map(({ network, note }) => ({ network, note: notes.get(formatNetwork(network)) ?? note })),
    )
  }
  const listed = own.map(({ network }) => network)
  const missing = formatAllowlist(drafted.filter(({ network }) => !covers(listed, [network])))
  return [current, missing].filter((part) => part !== '').join('\n')
}

function networksIn(text: string) {
  const parsed = parseAllowlist(text)
  return parsed.kind === 'items' ? parsed.networks : []
}
