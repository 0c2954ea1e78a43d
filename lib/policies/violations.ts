import { difference, overlaps } from '#lib/ip/algebra'
import { formatNetwork, type Network } from '#lib/ip/network'
import type { AccessMode } from '#lib/verify/key-record'
import { isTooWide } from './limits.ts'
import type { PolicyRules } from './rules.ts'

export type RuledEntry = {
  readonly network: Network
  readonly note: string | null
  readonly enabled: boolean
  readonly expiresAt: Date | null
}

export type RuledList = { readonly accessMode: AccessMode; readonly entries: readonly RuledEntry[] }

/** How a list breaks a policy. Networks are in the list's order. */
export type Violation =
  | { readonly rule: 'requireRestricted' }
  | { readonly rule: 'widestV4' | 'widestV6' | 'requireNotes'; readonly networks: readonly Network[] }

/** A list that does not exist yet: a new key, or a new named list. */
export const noList: RuledList = { accessMode: 'enforce', entries: [] }

/**
 * What a save breaks. What it does not make worse is no violation: a list that is too wide already can be narrowed, noted,
 * ordered anew, and a key that is open already can be given addresses before it is closed.
 *
 * @param now by which it is judged which entries have expired
 */
export function listViolations(
  rules: PolicyRules,
  { before, after }: { before: RuledList; after: RuledList },
  now: Date,
): Violation[] {
  return [
    ...(rules.requireRestricted && openness[after.accessMode] > openness[before.accessMode]
      ? [{ rule: 'requireRestricted' } as const]
      : []),
    ...widthViolations(rules, widened(rules, before.entries, after.entries, now)),
    ...(rules.requireNotes ? withNetworks('requireNotes', unnoted(before.entries, after.entries)) : []),
  ]
}

/** What attaching named lists to a key breaks: entries in force that are too wide, whoever wrote them. */
export function attachViolations(rules: PolicyRules, entries: readonly RuledEntry[], now: Date): Violation[] {
  return widthViolations(rules, widened(rules, [], entries, now))
}

/** A key that only reports lets every address through too, but a list is a step nearer to being enforced. */
const openness = { enforce: 0, report: 1, open: 2 } as const satisfies Record<AccessMode, number>

function widthViolations(rules: PolicyRules, networks: readonly Network[]): Violation[] {
  const tooWide = networks.filter((network) => isTooWide(network, rules))
  return [
    ...withNetworks(
      'widestV4',
      tooWide.filter(({ family }) => family === 4),
    ),
    ...withNetworks(
      'widestV6',
      tooWide.filter(({ family }) => family === 6),
    ),
  ]
}

function withNetworks(rule: 'widestV4' | 'widestV6' | 'requireNotes', networks: readonly Network[]): Violation[] {
  return networks.length === 0 ? [] : [{ rule, networks }]
}

/** Entries that are too wide and admit more, or for longer, than the list did before. */
function widened(
  rules: PolicyRules,
  before: readonly RuledEntry[],
  after: readonly RuledEntry[],
  now: Date,
): readonly Network[] {
  const wide = (entry: RuledEntry) => isTooWide(entry.network, rules) && counts(entry, now)
  const was = new Map(before.filter(wide).map((entry) => [formatNetwork(entry.network), entry]))
  const candidates = after.filter(wide).filter((entry) => {
    const same = was.get(formatNetwork(entry.network))
    return same === undefined || endsLater(entry, same)
  })
  if (candidates.length === 0) return []
  // A part of what was admitted for ever is no more than before.
  const lasting = [...was.values()].filter((entry) => entry.expiresAt === null).map((entry) => entry.network)
  const networks = candidates.map((entry) => entry.network)
  const gained = lasting.length === 0 ? networks : difference(networks, lasting)
  return gained.length === 0 ? [] : networks.filter((network) => overlaps(gained, [network]))
}

function counts({ enabled, expiresAt }: RuledEntry, now: Date): boolean {
  return enabled && (expiresAt === null || expiresAt > now)
}

function endsLater({ expiresAt: at }: RuledEntry, { expiresAt: was }: RuledEntry): boolean {
  return was !== null && (at === null || at > was)
}

/** Entries without a note that are new, or had one. */
function unnoted(before: readonly RuledEntry[], after: readonly RuledEntry[]): Network[] {
  const known = new Set(before.filter((entry) => !isNoted(entry)).map((entry) => formatNetwork(entry.network)))
  return after
    .filter((entry) => !isNoted(entry) && !known.has(formatNetwork(entry.network)))
    .map((entry) => entry.network)
}

function isNoted({ note }: RuledEntry): boolean {
  return note !== null && note.trim() !== ''
}
