import type { StoredEntry, WantedEntry } from '#lib/allowlists/entry-changes'
import { formatNetwork, type Network, storedNetwork } from '#lib/ip/network'
import type { Fix } from './rules.ts'

const DAY_MS = 86_400_000
/** What is written behind an entry that a hint adds. */
const IPV6_NOTE = 'IPv6 of a caller'

type Given = { note: string | null; now: Date }

/** The list as a fix wants it. Entries that it does not concern stay as they are. */
export function fixedList(
  stored: readonly StoredEntry[],
  fix: Exclude<Fix, { kind: 'suggest' }>,
  { note, now }: Given,
): WantedEntry[] {
  if (fix.kind === 'add') return [...stored.map(kept), ...absent(stored, fix.networks, IPV6_NOTE)]
  const concerned = new Set(fix.entryIds)
  if (fix.kind === 'remove') return stored.filter((entry) => !concerned.has(entry.id)).map(kept)
  if (fix.kind === 'replace') return replaced(stored, concerned, fix.by)
  const change = changeOf(fix, { note, now })
  return stored.map((entry) => (concerned.has(entry.id) ? { ...kept(entry), ...change } : kept(entry)))
}

function changeOf(
  fix: Extract<Fix, { kind: 'switch_off' | 'extend' | 'note' }>,
  { note, now }: Given,
): Partial<WantedEntry> {
  if (fix.kind === 'switch_off') return { enabled: false }
  if (fix.kind === 'extend') return { expiresAt: new Date(now.getTime() + fix.days * DAY_MS) }
  return { note }
}

/** The narrower networks stand where the wide one stood, with its note. */
function replaced(
  stored: readonly StoredEntry[],
  concerned: ReadonlySet<string>,
  by: readonly Network[],
): WantedEntry[] {
  const others = stored.filter((entry) => !concerned.has(entry.id))
  return stored.flatMap((entry) => (concerned.has(entry.id) ? absent(others, by, entry.note) : [kept(entry)]))
}

function absent(stored: readonly StoredEntry[], networks: readonly Network[], note: string | null): WantedEntry[] {
  const there = new Set(stored.map((entry) => entry.network))
  return networks.filter((network) => !there.has(formatNetwork(network))).map((network) => ({ network, note }))
}

function kept({ network: text, note }: StoredEntry): WantedEntry {
  const network = storedNetwork(text)
  return { network, note }
}
