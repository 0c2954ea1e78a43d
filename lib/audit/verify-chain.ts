import type { Tx } from '#lib/db'
import { snapshot } from '#lib/db/snapshot'
import type { Head } from './chain.ts'
import type { ChainBreak } from './chain-break.ts'
import { wrongEnd, wrongHead, wrongStart } from './chain-ends.ts'
import { checkpointRows, findLink, type LinkLimits, lastLink, linkRows, readAnchor } from './chain-rows.ts'
import { walk, wrongCheckpoint } from './chain-walk.ts'

/** What one step of a check came to. */
export type ChainStep = {
  /** Events that this step found to be right. */
  readonly checked: number
  /** Where the next step begins; null when the trail is through or broken. */
  readonly next: bigint | null
  /** The position that the chain begins after, and its newest link, as they stood. */
  readonly anchor: bigint
  readonly head: Head
  /** The last link that was found to be right; null when there was none. */
  readonly reached: Head | null
  /** The newest checkpoint that this step passed. */
  readonly sealed: bigint | null
  readonly problem: ChainBreak | null
}

export type ChainQuestion = {
  /** The first position to look at; 1n is the beginning, whatever was pruned. */
  readonly from: bigint
  /** A head that was noted elsewhere, and must be in the chain. */
  readonly expected?: Head | undefined
}

// A few milliseconds: whoever calls this process meanwhile waits for a step to end.
const STEP: LinkLimits = { links: 200, bytes: 200_000 }

/**
 * Makes the hashes of the next events anew and compares. A whole check is as many steps as it takes, each of which begins where
 * the last one ended; a step sees one moment and holds only its own events.
 */
export function verifyStep(question: ChainQuestion, limits: LinkLimits = STEP): Promise<ChainStep> {
  return snapshot((tx) => stepIn(tx, question, limits))
}

async function stepIn(tx: Tx, { from, expected }: ChainQuestion, limits: LinkLimits): Promise<ChainStep> {
  const [anchor, head] = [await readAnchor(tx), await lastLink(tx)]
  // What was pruned while a check was under way is skipped.
  const first = from > anchor.position ? from : anchor.position + 1n
  const isFirst = first === anchor.position + 1n
  const ended = { checked: 0, next: null, anchor: anchor.position, head, reached: null, sealed: null }
  const before = isFirst ? { ...anchor, eventId: 0n } : await findLink(tx, first - 1n)
  if (before === null) {
    return { ...ended, problem: { fault: 'link_missing', position: first - 1n, eventId: null, at: null } }
  }
  const badStart = isFirst ? await wrongStart(tx, anchor) : null
  if (badStart !== null) return { ...ended, problem: badStart }

  const rows = await linkRows(tx, first, limits)
  const walked = walk(before, rows)
  const right = rows.slice(0, walked.checked)
  const checkpoints = await checkpointRows(tx, first, walked.reached?.position ?? 0n)
  const isLast = (rows.at(-1)?.position ?? head.position) >= head.position
  const seen = { before, rows, anchor, isLast }
  const problem =
    wrongCheckpoint(checkpoints, right) ?? walked.problem ?? wrongHead(expected, seen) ?? (await wrongEnd(tx, seen))
  const next = problem === null && walked.reached !== null && !isLast ? walked.reached.position + 1n : null
  const sealed = problem === null ? (checkpoints.at(-1)?.position ?? null) : null
  return { ...ended, checked: walked.checked, reached: walked.reached, sealed, problem, next }
}
