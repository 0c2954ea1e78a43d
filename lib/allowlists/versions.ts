import type { AccessMode } from '#lib/verify/key-record'
import { isSameState } from './entry-changes.ts'
import { type EntryFacts, notesOf, type UsedList, type VersionEntry, type VersionEvent } from './version-event.ts'

/** A list with what belongs to it, as it stands or stood. */
export type ListState = {
  readonly entries: readonly VersionEntry[]
  readonly accessMode: AccessMode
  /** The named lists that a key used; null where that is not known. */
  readonly lists: readonly UsedList[] | null
}

/**
 * All versions of one list that are left: the events that made them, oldest first, and how it stands now. `pruned`: how many came
 * before these, so the first is version `pruned + 1`.
 */
export type ListHistory = {
  readonly events: readonly VersionEvent[]
  readonly pruned: number
  readonly present: ListState
}

export type ToldVersion = ListState & {
  readonly number: number
  /** Networks that may have been otherwise, because somebody changed the list past the record. Empty: told exactly. */
  readonly unsure: readonly string[]
}

/**
 * Puts a version together from both ends: from the first event forward and from the present list backward. Where both agree the
 * record is whole. Where they do not, somebody wrote into the database between, on one side or the other; the text that the
 * event kept then settles which networks there were, and what is left open is said.
 *
 * @returns null when there is no such version
 */
export function versionAt({ events, pruned, present }: ListHistory, number: number): ToldVersion | null {
  const count = number - pruned
  if (!Number.isInteger(count) || count < 1 || count > events.length) return null
  const until = events.slice(0, count)
  const since = events.slice(count)
  const backward = walkBackward(present.entries, since)
  // Where the origin was pruned nothing speaks from that end, and nothing against the other.
  const unheard = pruned > 0 ? backward : null
  const forward = isOrigin(events[0]) ? walkForward(until) : unheard
  const list = until.findLast((event) => event.countAfter !== null)
  const { entries, unsure } = reconcile({
    forward,
    backward,
    text: list?.text ?? null,
    count: list?.countAfter ?? null,
  })
  return { number, entries, unsure, accessMode: modeAt(until, since, present), lists: listsAt(until, since, present) }
}

type Entries = ReadonlyMap<string, VersionEntry>

/** Before it there was nothing, so what it tells is the whole list. */
function isOrigin(event: VersionEvent | undefined): boolean {
  return event?.countBefore === 0
}

function walkForward(events: readonly VersionEvent[]): Entries {
  const entries = new Map<string, VersionEntry>()
  for (const { removed, added } of events) exchange(entries, removed, added)
  return entries
}

function walkBackward(present: readonly VersionEntry[], later: readonly VersionEvent[]): Entries {
  const entries = new Map(present.map((entry) => [entry.network, entry]))
  for (const { removed, added } of later.toReversed()) exchange(entries, added, removed)
  return entries
}

/** An entry that is among both keeps its place, and of what the event does not say what is known. */
function exchange(entries: Map<string, VersionEntry>, gone: readonly EntryFacts[], come: readonly EntryFacts[]): void {
  const coming = new Set(come.map(({ network }) => network))
  for (const { network } of gone) if (!coming.has(network)) entries.delete(network)
  for (const facts of come) entries.set(facts.network, completed(facts, entries.get(facts.network)))
}

const PLAIN = { note: null, enabled: true, expiresAt: null, source: null } as const

function completed(facts: EntryFacts, known: VersionEntry | undefined): VersionEntry {
  const said = Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined))
  return { ...PLAIN, ...known, ...said, network: facts.network }
}

type Ends = { forward: Entries | null; backward: Entries; text: string | null; count: number | null }

function reconcile({ forward, backward, text, count }: Ends): Pick<ToldVersion, 'entries' | 'unsure'> {
  if (text !== null) return byText(notesOf(text), forward, backward)
  const unsure = new Set(
    [...(forward ?? []), ...backward].map(([network]) => network).filter(differs(forward, backward)),
  )
  const isForward = forward !== null && unsure.size > 0 && forward.size === count && backward.size !== count
  return { entries: [...(isForward ? forward : backward).values()], unsure: [...unsure] }
}

/** Networks, notes and order are those of the text; switches, expiries and sources those that the walks found. */
function byText(
  lines: ReturnType<typeof notesOf>,
  forward: Entries | null,
  backward: Entries,
): Pick<ToldVersion, 'entries' | 'unsure'> {
  const isUnsure = differs(forward, backward)
  return {
    entries: [...lines.values()].map((line) =>
      completed(line, backward.get(line.network) ?? forward?.get(line.network)),
    ),
    unsure: [...lines.keys()].filter(isUnsure),
  }
}

function differs(forward: Entries | null, backward: Entries): (network: string) => boolean {
  return (network) => {
    const [a, b] = [forward?.get(network), backward.get(network)]
    return a === undefined || b === undefined || !isSameState(a, b)
  }
}

type Sides = [until: readonly VersionEvent[], since: readonly VersionEvent[], present: ListState]

function modeAt(...[until, since, present]: Sides): AccessMode {
  const said = until.findLast((event) => event.modeAfter !== null)?.modeAfter
  return said ?? since.find((event) => event.modeBefore !== null)?.modeBefore ?? present.accessMode
}

function listsAt(...[until, since, present]: Sides): ListState['lists'] {
  const said = until.findLast((event) => event.listsAfter !== null)?.listsAfter
  return said ?? since.find((event) => event.listsBefore !== null)?.listsBefore ?? present.lists
}
