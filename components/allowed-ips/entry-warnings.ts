import type { AllowlistItem, ListedNetwork } from '#lib/ip/allowlist'
import { compareNetworks, displayNetwork, lastAddress, type Network } from '#lib/ip/network'
import { type Warning, type WarningCode, warningsOf } from '#lib/ip/warnings'

export type EntryWarningCode = WarningCode | 'duplicate'
/** One thing to know about one entry. A `needless` entry can go without changing who is admitted. */
export type EntryWarning = { code: EntryWarningCode; message: string; needless: boolean }
/** By the entry's place in the list. */
export type EntryWarnings = ReadonlyMap<number, readonly EntryWarning[]>

export type WarningsInput = {
  items: readonly AllowlistItem[]
  /** Every network that the list names. */
  listed: readonly ListedNetwork[]
  /** Those of them that admit somebody: only these can cover others. */
  networks: readonly ListedNetwork[]
  /** Whether callers come from the internet, so that private and reserved addresses never match. */
  serverSeesPublicCallers: boolean
}

const STEP = 500

/** What to know about each entry, with pauses between steps of a few milliseconds. */
export function* entryWarnings(input: WarningsInput): Generator<void, EntryWarnings> {
  const byItem = new Map<number, Warning[]>()
  const sorted = [...input.networks].sort((a, b) => compareNetworks(a.network, b.network))
  yield
  let outer: Network | null = null
  for (let from = 0; from < sorted.length; from += STEP) {
    const step = sorted.slice(from, from + STEP)
    // The widest network before this step goes along: in sorted order nothing else can cover what follows.
    const lead: readonly Network[] = outer === null ? [] : [outer]
    for (const warning of warningsOf([...lead, ...step.map(({ network }) => network)])) {
      const listed = step[warning.index - lead.length]
      if (listed !== undefined && applies(warning, input)) pushTo(byItem, listed.item, warning)
    }
    for (const { network } of step) outer = outermost(outer, network)
    yield
  }
  return joined(input, byItem)
}

function applies({ code }: Warning, { serverSeesPublicCallers }: WarningsInput): boolean {
  return serverSeesPublicCallers || (code !== 'private_range' && code !== 'reserved_range')
}

function outermost(outer: Network | null, network: Network): Network {
  const inside = outer !== null && outer.family === network.family && lastAddress(network) <= lastAddress(outer)
  return outer !== null && inside ? outer : network
}

function pushTo<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const values = map.get(key)
  if (values === undefined) map.set(key, [value])
  else values.push(value)
}

function joined({ items, listed: all }: WarningsInput, byItem: ReadonlyMap<number, readonly Warning[]>): EntryWarnings {
  const listedCounts = new Map<number, number>()
  for (const { item } of all) listedCounts.set(item, (listedCounts.get(item) ?? 0) + 1)
  const result = new Map<number, readonly EntryWarning[]>()
  items.forEach((item, index) => {
    if (!item.parsed.ok) return
    // The list names each network once, by its first entry; an entry it never names only repeats others.
    const listed = listedCounts.get(index)
    if (listed === undefined) result.set(index, [duplicateWarning(item)])
    else if (byItem.has(index)) result.set(index, withoutRepeats(byItem.get(index) ?? [], listed))
  })
  return result
}

function duplicateWarning({ parsed, text }: AllowlistItem): EntryWarning {
  const [network] = parsed.ok ? parsed.networks : []
  const name = network === undefined || (parsed.ok && parsed.networks.length > 1) ? text : displayNetwork(network)
  return { code: 'duplicate', message: `${name} is in the list already`, needless: true }
}

/** A range is several networks; what is true of them is said once for each kind. */
function withoutRepeats(warnings: readonly Warning[], listed: number): readonly EntryWarning[] {
  const covered = warnings.filter(({ code }) => code === 'covered_by').length
  const kinds = new Map<WarningCode, EntryWarning>()
  for (const { code, message } of warnings) {
    const needless = code === 'covered_by' && covered === listed
    if (!kinds.has(code)) kinds.set(code, { code, message, needless })
  }
  return [...kinds.values()]
}
