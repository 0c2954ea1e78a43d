import type { AllowlistItem, ListedNetwork } from '#lib/ip/allowlist'
import { totalAddresses } from '#lib/ip/count'
import { type EntryWarnings, entryWarnings } from './entry-warnings.ts'
import { slicedParse } from './sliced-parse.ts'

export type ReadItems = {
  kind: 'items'
  text: string
  items: readonly AllowlistItem[]
  networks: readonly ListedNetwork[]
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

type ReadingInput = { text: string; serverSeesPublicCallers: boolean }

export function* readInSteps({ text, serverSeesPublicCallers }: ReadingInput): Generator<void, ListReading> {
  const parsed = yield* slicedParse(text)
  if (parsed.kind !== 'items') return { ...parsed, text }
  const { items, networks } = parsed
  const warnings = yield* entryWarnings({ items, networks, serverSeesPublicCallers })
  const addresses = totalAddresses(networks.map(({ network }) => network))
  yield
  return {
    kind: 'items',
    text,
    items,
    networks,
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
