import type { Tx } from '#lib/db'
import { genesis, type Head } from './chain.ts'
import type { ChainBreak } from './chain-break.ts'
import { checkpointBeyond, type LinkRow, linkRows, type SealedRow, unlinkedEvent } from './chain-rows.ts'
import { isSealed } from './chain-seal.ts'
import { breakAt } from './chain-walk.ts'

/** Whether the chain begins where this installation let it begin. */
export async function wrongStart(tx: Tx, anchor: SealedRow): Promise<ChainBreak | null> {
  const isOurs = anchor.position === 0n ? anchor.hash === genesis.hash : isSealed('anchor', anchor, anchor.seal)
  if (!isOurs) return { fault: 'anchor_forged', position: anchor.position, eventId: null, at: null }
  const [left] = await linkRows(tx, BELOW_ALL, { links: 1, bytes: 1 })
  return left !== undefined && left.position <= anchor.position ? breakAt('left_behind', left) : null
}

// The least bigint of PostgreSQL.
const BELOW_ALL = -9_223_372_036_854_775_808n

/** The links of a step, which are right, and the one before them. `isLast`: they reach the end of the chain. */
type Seen = {
  readonly before: Head & { readonly eventId: bigint }
  readonly rows: readonly LinkRow[]
  readonly anchor: Head
  readonly isLast: boolean
}

/** Whether a head that was noted elsewhere is among these links, or the trail ended before it. */
export function wrongHead(expected: Head | undefined, { rows, anchor, isLast }: Seen): ChainBreak | null {
  if (expected === undefined) return null
  const row = rows.find(({ position }) => position === expected.position)
  if (row !== undefined) return row.hash === expected.hash ? null : breakAt('head_differs', row)
  if (expected.position === anchor.position && expected.hash !== anchor.hash) {
    return { fault: 'head_differs', position: anchor.position, eventId: null, at: null }
  }
  const last = rows.at(-1)?.position ?? anchor.position
  return isLast && expected.position > last
    ? { fault: 'head_missing', position: expected.position, eventId: null, at: null }
    : null
}

/**
 * Whether an event has no link, or links were cut off. Events are looked for in the order of their ids, which is not that of the
 * chain: the ranges of two steps share the link between them, so together they leave nothing out.
 */
export async function wrongEnd(tx: Tx, { before, rows, isLast }: Seen): Promise<ChainBreak | null> {
  const ids = [before.eventId, ...rows.map(({ eventId }) => eventId)].sort((a, b) => (a < b ? -1 : 1))
  const [from = 0n, to = 0n] = [ids[0], ids.at(-1)]
  const event = await unlinkedEvent(tx, { from, to: isLast ? null : to })
  if (event !== null) return { fault: 'event_unlinked', position: null, eventId: event.id, at: event.at }
  if (!isLast) return null
  const beyond = await checkpointBeyond(tx, rows.at(-1)?.position ?? before.position)
  return beyond && { fault: 'truncated', position: beyond.position, eventId: null, at: null }
}
