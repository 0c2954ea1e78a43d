import { formatNetwork, type Network } from '#lib/ip/network'
import { type CoveredBy, coveringEntries } from './bulk-cover.ts'
import type { BulkLine } from './bulk-line.ts'
import { type ImportEntry, type MergedLines, mergeLines } from './bulk-merge.ts'
import type { CoverIndex } from './cover-index.ts'
import type { StoredEntry } from './entry-changes.ts'
import { isInForce } from './listed-entry.ts'

/** `add`: what is there stays as it is. `replace`: the lines are the whole list afterwards. */
export const bulkModes = ['add', 'replace'] as const
export type BulkMode = (typeof bulkModes)[number]

/** An entry of the list as it is now; `network` is its canonical text. */
export type PresentEntry = Pick<StoredEntry, 'network' | 'note' | 'enabled' | 'expiresAt' | 'source'>

/**
 * `new`: not in the list yet. `present`: in the list already, as exactly this network. `covered`: a wider entry admits all of
 * it for as long. `merged`: an earlier line names the same network, and the two become one entry.
 */
export const bulkStatuses = ['new', 'present', 'covered', 'merged', 'refused', 'comment'] as const
export type BulkStatus = (typeof bulkStatuses)[number]

export type BulkRow = {
  readonly line: BulkLine
  readonly status: BulkStatus
  /** Why it is refused, where the other lines and not its own text are the reason. */
  readonly contradiction: string | null
  readonly coveredBy: CoveredBy | null
  /** The line that named it first, and whether this one's note gives way to that one's. */
  readonly mergedInto: { readonly line: number; readonly noteLost: boolean } | null
  /** Of `present`: as it is stored. */
  readonly stored: PresentEntry | null
}

/** What would be saved, in the order of the lines, each with what it is. */
export type PlannedEntry = { readonly entry: ImportEntry; readonly status: 'new' | 'present' | 'covered' }

export type BulkPreview = {
  readonly rows: readonly BulkRow[]
  readonly counts: Readonly<Record<BulkStatus, number>>
  readonly planned: readonly PlannedEntry[]
  /** Entries of the list that no line names: a replacement takes them away. */
  readonly unnamed: readonly PresentEntry[]
  /** The text goes on beyond what can be read, so no part of it may be saved as if it were all. */
  readonly isCut: boolean
}

export type BulkRequest = {
  readonly lines: readonly BulkLine[]
  readonly present: readonly PresentEntry[]
  readonly mode: BulkMode
  readonly now: Date
}

const STEP = 300

/** Judges every line against the list as it is and against the other lines, in steps of a few milliseconds. */
export function* bulkPreview(request: BulkRequest): Generator<void, BulkPreview> {
  const { lines, present, now } = request
  const merged = yield* mergeLines(lines)
  const stored = new Map(present.map((entry) => [entry.network, entry]))
  const index = yield* coveringEntries({ ...request, merged, stored })
  const verdicts = new Map<string, Verdict>()
  for (const [text, { entry }] of merged.entries) {
    verdicts.set(text, verdictOf(entry, { stored: stored.get(text), index, now }))
    if (verdicts.size % STEP === 0) yield
  }
  const rows = lines.map((line) => rowOf(line, { merged, verdicts }))
  yield
  return {
    rows,
    counts: countsOf(rows),
    planned: [...merged.entries].map(([text, { entry }]) => ({ entry, status: verdicts.get(text)?.status ?? 'new' })),
    unnamed: present.filter((entry) => !merged.entries.has(entry.network)),
    isCut: lines.some((line) => line.reading.kind === 'beyond'),
  }
}

type Verdict = { status: PlannedEntry['status']; coveredBy: CoveredBy | null; stored: PresentEntry | null }
type Known = { stored: PresentEntry | undefined; index: CoverIndex<CoveredBy>; now: Date }

function verdictOf({ network, enabled = true, expiresAt = null }: ImportEntry, { stored, index, now }: Known): Verdict {
  if (stored !== undefined) return { status: 'present', coveredBy: null, stored }
  // What admits nobody is not made needless by what admits somebody.
  const cover = isInForce({ enabled, expiresAt }, now) ? index.wider(network, expiresAt) : undefined
  return cover === undefined
    ? { status: 'new', coveredBy: null, stored: null }
    : { status: 'covered', coveredBy: cover.of, stored: null }
}

const PLAIN = { contradiction: null, coveredBy: null, mergedInto: null, stored: null } as const

function rowOf(
  line: BulkLine,
  { merged, verdicts }: { merged: MergedLines; verdicts: ReadonlyMap<string, Verdict> },
): BulkRow {
  const { reading } = line
  if (reading.kind === 'comment') return { ...PLAIN, line, status: 'comment' }
  if (reading.kind !== 'networks') return { ...PLAIN, line, status: 'refused' }
  const contradiction = merged.contradictions.get(line)
  if (contradiction !== undefined) return { ...PLAIN, line, status: 'refused', contradiction }
  const found = reading.networks.map((network) => networkOf(network, { line, merged, verdicts }))
  // A range is kept as several networks: it is what the newest of them is.
  const told = bulkStatuses.flatMap((status) => found.filter((one) => one.status === status))
  return { ...PLAIN, line, ...told[0], status: told[0]?.status ?? 'refused' }
}

function networkOf(
  network: Network,
  { line, merged, verdicts }: { line: BulkLine; merged: MergedLines; verdicts: ReadonlyMap<string, Verdict> },
): Partial<BulkRow> & Pick<BulkRow, 'status'> {
  const text = formatNetwork(network)
  const first = merged.entries.get(text)
  if (first === undefined || first.line === line) return verdicts.get(text) ?? { status: 'new' }
  const note = line.reading.kind === 'networks' ? line.reading.note : undefined
  const noteLost = note != null && note !== first.entry.note
  return { status: 'merged', mergedInto: { line: first.line.line, noteLost } }
}

function countsOf(rows: readonly BulkRow[]): Record<BulkStatus, number> {
  const counts: Record<BulkStatus, number> = { new: 0, present: 0, covered: 0, merged: 0, refused: 0, comment: 0 }
  for (const { status } of rows) counts[status]++
  return counts
}
