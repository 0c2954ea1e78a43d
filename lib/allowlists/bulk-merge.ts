import { formatNetwork, type Network } from '#lib/ip/network'
import type { BulkLine, BulkSaying } from './bulk-line.ts'

/** An entry to save; what is absent stays as it is stored. */
export type ImportEntry = { readonly network: Network } & BulkSaying

/** A network with what all its lines say of it, and the first of them. */
export type MergedEntry = { readonly entry: ImportEntry; readonly line: BulkLine }

export type MergedLines = {
  /** By canonical text, in the order of the lines. */
  readonly entries: ReadonlyMap<string, MergedEntry>
  /** Lines that say otherwise than an earlier one: which of the two is meant nobody can tell. */
  readonly contradictions: ReadonlyMap<BulkLine, string>
}

const STEP = 500

/**
 * Several lines that name one network become one entry, with the first note that one of them has. Ranges that only touch or
 * overlap stay apart.
 */
export function* mergeLines(lines: readonly BulkLine[]): Generator<void, MergedLines> {
  const entries = new Map<string, MergedEntry>()
  const contradictions = new Map<BulkLine, string>()
  for (const [place, line] of lines.entries()) {
    if (place % STEP === STEP - 1) yield
    if (line.reading.kind !== 'networks') continue
    const { kind: _, networks, ...says } = line.reading
    const named = networks.map((network) => ({ network, text: formatNetwork(network) }))
    const message = named.map(({ text }) => contradiction(entries.get(text), says)).find((found) => found !== null)
    if (message !== undefined) contradictions.set(line, message)
    else for (const { network, text } of named) entries.set(text, merged(entries.get(text), { network, says, line }))
  }
  return { entries, contradictions }
}

type Naming = { network: Network; says: BulkSaying; line: BulkLine }

function merged(first: MergedEntry | undefined, { network, says, line }: Naming): MergedEntry {
  if (first === undefined) return { entry: { network, ...says }, line }
  const adopts = says.note != null && first.entry.note == null
  return adopts ? { ...first, entry: { ...first.entry, note: says.note } } : first
}

/** What is not said of an entry means the same as saying that it is on and for good. */
function contradiction(first: MergedEntry | undefined, says: BulkSaying): string | null {
  if (first === undefined) return null
  const { entry, line } = first
  const differs = (what: string) => `Line ${line.line} says ${what} for the same addresses. Keep one of the two`
  if ((entry.expiresAt ?? null)?.getTime() !== (says.expiresAt ?? null)?.getTime()) return differs('another expiry')
  if ((entry.enabled ?? true) !== (says.enabled ?? true)) return differs('something else about being on')
  return null
}
