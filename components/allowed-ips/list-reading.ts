import type { RestingEntries } from '#lib/allowlists/entry-standing'
import type { AllowlistItem, ListedNetwork } from '#lib/ip/allowlist'
import { totalAddresses } from '#lib/ip/count'
import { formatNetwork } from '#lib/ip/network'
import { type EntryWarnings, entryWarnings } from './entry-warnings.ts'
import { slicedParse } from './sliced-parse.ts'

export type ReadItems = {
  kind: 'items'
  text: string
  items: readonly AllowlistItem[]
  /** Those that admit somebody. */
  networks: readonly ListedNetwork[]
  /** Entries that are kept but admit nobody, by their place. */
  resting: ReadonlyMap<number, RestingEntries[string]>
  /** Places in `items`. */
  problems: readonly number[]
  warnings: EntryWarnings
  /** Entries that can go without changing who is admitted. */
  needless: readonly number[]
  withoutNote: number
  addresses: bigint
}

/** All that the field says about its text. */
export type ListReading =
  | { kind: 'empty'; text: string }
  | { kind: 'separators_only'; text: string; message: string }
  | ReadItems

/** Up to this length the reading is made while the key is still down; above, in steps between key presses. */
export const READ_AT_ONCE_LENGTH = 4_000

type ReadingInput = { text: string; serverSeesPublicCallers: boolean; resting?: RestingEntries }

export function* readInSteps(input: ReadingInput): Generator<void, ListReading> {
  const { text, serverSeesPublicCallers, resting = {} } = input
  const parsed = yield* slicedParse(text)
  if (parsed.kind !== 'items') return { ...parsed, text }
  const { items, networks: listed } = parsed
  const { networks, restingAt } = apart(listed, resting)
  const warnings = yield* entryWarnings({ items, listed, networks, serverSeesPublicCallers })
  const addresses = totalAddresses(networks.map(({ network }) => network))
  yield
  return {
    kind: 'items',
    text,
    items,
    networks,
    resting: restingAt,
    problems: placesWhere(items, (item) => !item.parsed.ok),
    warnings,
    needless: [...warnings].filter(([, found]) => found.some(({ needless }) => needless)).map(([index]) => index),
    withoutNote: items.filter((item) => item.parsed.ok && item.note === null).length,
    addresses,
  }
}

export function readAtOnce(input: ReadingInput): ListReading {
  const steps = readInSteps(input)
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}

function placesWhere<T>(values: readonly T[], test: (value: T) => boolean): readonly number[] {
  return values.flatMap((value, index) => (test(value) ? [index] : []))
}

/** What admits somebody, and which entries do not. */
function apart(listed: readonly ListedNetwork[], resting: RestingEntries) {
  const standings = new Map(Object.entries(resting))
  const restingAt = new Map<number, RestingEntries[string]>()
  if (standings.size === 0) return { networks: listed, restingAt }
  const networks = listed.filter(({ network, item }) => {
    const standing = standings.get(formatNetwork(network))
    if (standing !== undefined) restingAt.set(item, standing)
    return standing === undefined
  })
  return { networks, restingAt }
}
