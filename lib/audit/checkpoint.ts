import { setTimeout as sleep } from 'node:timers/promises'
import { prisma } from '#lib/db'
import type { Head } from './chain.ts'
import type { ChainBreak } from './chain-break.ts'
import { findLink, readAnchor, type SealedRow } from './chain-rows.ts'
import { isSealed, sealOf } from './chain-seal.ts'
import { verifyStep } from './verify-chain.ts'

/** `fresh`: there is nothing new, or a seal is young enough; `broken`: nothing is sealed any more. */
export type SealOutcome =
  | { readonly outcome: 'sealed'; readonly head: Head }
  | { readonly outcome: 'fresh' }
  | { readonly outcome: 'broken'; readonly problem: ChainBreak }

/** `stop`: nothing more is made anew; what was right so far is sealed, and the next seal goes on from there. */
export type Sealer = (stop?: AbortSignal) => Promise<SealOutcome>

const YOUNG_MS = 55_000
/** Between two steps, so that sealing what a busy minute brought is nobody's load. */
const REST_MS = 20

/**
 * Seals the newest link, of which everything since the last checkpoint was first made anew. It remembers what it sealed, so a
 * chain that was exchanged together with its checkpoints is noticed by whoever has been running meanwhile.
 */
export function createSealer(youngMs = YOUNG_MS): Sealer {
  let own: Head | null = null
  return async (stop) => {
    const differs = own === null ? null : await differsFrom(own)
    if (differs !== null) return { outcome: 'broken', problem: differs }
    const last = await lastCheckpoint()
    if (last !== null && Date.now() - last.at.getTime() < youngMs) return { outcome: 'fresh' }
    const checked = await checkFrom(last?.position ?? 1n, stop)
    if ('problem' in checked) return { outcome: 'broken', problem: checked.problem }
    if (checked.reached === null || checked.reached.position === last?.position) return { outcome: 'fresh' }
    await keep(checked.reached)
    own = checked.reached
    return { outcome: 'sealed', head: own }
  }
}

/** Null when the link is still what it was, or was pruned. */
async function differsFrom({ position, hash }: Head): Promise<ChainBreak | null> {
  const [link, anchor] = [await findLink(prisma(), position), await readAnchor(prisma())]
  if (link?.hash === hash || anchor.position >= position) return null
  const fault = link === null ? 'truncated' : 'checkpoint_differs'
  return { fault, position, eventId: link?.eventId ?? null, at: null }
}

async function checkFrom(
  from: bigint,
  stop: AbortSignal | undefined,
): Promise<{ reached: Head | null } | { problem: ChainBreak }> {
  let reached: Head | null = null
  for (let next: bigint | null = from; next !== null; ) {
    const step = await verifyStep({ from: next })
    if (step.problem !== null) return { problem: step.problem }
    reached = step.reached ?? reached
    next = stop?.aborted === true ? null : step.next
    if (next !== null) await sleep(REST_MS)
  }
  return { reached }
}

async function keep(head: Head): Promise<void> {
  const hash = Buffer.from(head.hash, 'hex')
  await prisma().$executeRaw`
    INSERT INTO audit_checkpoint (position, hash, seal)
    VALUES (${head.position}::bigint, ${hash}, ${sealOf('checkpoint', head)}) ON CONFLICT (position) DO NOTHING`
}

export type Checkpoint = SealedRow & { readonly at: Date }

/** Null before the first. */
export async function lastCheckpoint(): Promise<Checkpoint | null> {
  const [row] = await prisma().$queryRaw<Checkpoint[]>`
    SELECT position, encode(hash, 'hex') AS hash, seal, at FROM audit_checkpoint ORDER BY position DESC LIMIT 1`
  return row ?? null
}

/** What a checkpoint tells of its link, without looking at anything before it. */
export async function isCheckpointRight(checkpoint: Checkpoint): Promise<boolean> {
  const link = await findLink(prisma(), checkpoint.position)
  const anchor = link === null ? await readAnchor(prisma()) : null
  const isThere = link?.hash === checkpoint.hash || (anchor !== null && anchor.position >= checkpoint.position)
  return isThere && isSealed('checkpoint', checkpoint, checkpoint.seal)
}
