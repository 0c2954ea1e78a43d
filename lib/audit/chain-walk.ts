import { type Head, linkHash } from './chain.ts'
import type { ChainBreak, ChainFault } from './chain-break.ts'
import type { LinkRow, SealedRow } from './chain-rows.ts'
import { isSealed } from './chain-seal.ts'

/** How far links were found to be right. `reached`: the last of them; null when there was none. */
export type Walked = { readonly checked: number; readonly reached: Head | null; readonly problem: ChainBreak | null }

/** Follows the links from the one before them, until the first that is not right. */
export function walk(before: Head, rows: readonly LinkRow[]): Walked {
  let last = before
  for (const [checked, row] of rows.entries()) {
    const fault = faultOf(last, row)
    if (fault !== null) return { checked, reached: checked === 0 ? null : last, problem: brokenLink(fault, last, row) }
    last = { position: row.position, hash: row.hash }
  }
  return { checked: rows.length, reached: rows.length === 0 ? null : last, problem: null }
}

function faultOf(last: Head, { position, hash, event }: LinkRow): ChainFault | null {
  if (position !== last.position + 1n) return 'link_missing'
  if (event === null) return 'event_missing'
  return linkHash(last.hash, event) === hash ? null : 'event_changed'
}

function brokenLink(fault: ChainFault, last: Head, row: LinkRow): ChainBreak {
  if (fault === 'link_missing') return { fault, position: last.position + 1n, eventId: null, at: null }
  return breakAt(fault, row)
}

/** A break at a link, with as much as is known of its event. */
export function breakAt(fault: ChainFault, { position, eventId, event }: LinkRow): ChainBreak {
  return { fault, position, eventId, at: event === null ? null : new Date(Number(event.at)) }
}

/** The first of these checkpoints that was not sealed here, or tells another hash than its link. */
export function wrongCheckpoint(checkpoints: readonly SealedRow[], rows: readonly LinkRow[]): ChainBreak | null {
  const byPosition = new Map(rows.map((row) => [row.position, row]))
  for (const checkpoint of checkpoints) {
    const row = byPosition.get(checkpoint.position)
    if (row === undefined) continue
    if (!isSealed('checkpoint', checkpoint, checkpoint.seal)) return breakAt('checkpoint_forged', row)
    if (row.hash !== checkpoint.hash) return breakAt('checkpoint_differs', row)
  }
  return null
}
