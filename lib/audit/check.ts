import { z } from 'zod'
import { transaction } from '#lib/db'
import { ok, type Result, refuse } from '#lib/errors'
import { seal, unseal } from '#lib/secrets'
import type { StaffActor } from './actor.ts'
import { headText, parseHead } from './chain.ts'
import { type ChainBreak, type ChainFault, chainFaultWords } from './chain-break.ts'
import { record } from './record.ts'
import { type ChainStep, verifyStep } from './verify-chain.ts'

/** How far a check has come. Everything of it is text or numbers, for pages and programs alike. */
export type CheckProgress = {
  /** To be sent along to go on; null when the check is over. */
  readonly state: string | null
  /** Events that were found to be right, of how many. */
  readonly checked: number
  readonly total: number
  /** Events that retention removed before. */
  readonly pruned: number
  /** The newest link, as "position:hash", to be noted elsewhere. */
  readonly head: string
  /** The last position under a checkpoint that was passed; null without one. */
  readonly sealed: number | null
  /** The head that was noted lies before the beginning of the trail, so nothing can be compared with it. */
  readonly isHeadPruned: boolean
  readonly problem: CheckProblem | null
}

/** The first break. `message`: what is wrong, in a sentence. */
export type CheckProblem = {
  readonly fault: ChainFault
  readonly message: string
  readonly position: number | null
  readonly eventId: string | null
  /** ISO 8601. */
  readonly at: string | null
}

export type CheckWish = {
  /** Null to begin. */
  readonly state: string | null
  /** "position:hash" as it was noted; null to compare with none. */
  readonly head: string | null
}

export type CheckRefusal = 'bad_head' | 'bad_state'

// What one call may take: a page shows progress in between, and no request comes near a time limit.
const CALL_MS = 1_000

/**
 * Checks the audit trail for as long as one call may take; whoever asked calls again with `state` until that is null. The
 * beginning and the end are events of the trail. State is sealed, so that the end that is recorded is what was found here.
 */
export async function checkTrail(actor: StaffActor, wish: CheckWish): Promise<Result<CheckProgress, CheckRefusal>> {
  if (wish.head !== null && parseHead(wish.head) === null) {
    return refuse('bad_head', 'A head is a position and 64 hexadecimal digits, with a colon between them.')
  }
  const going = wish.state === null ? await begin(actor, wish.head) : opened(wish.state, actor)
  if (going === null) return refuse('bad_state', 'This check cannot be gone on with. Begin a new one.')
  const { step, checked, sealed } = await steps(going)
  const progress = progressOf(step, { ...going, checked, sealed })
  if (step.next !== null) {
    return ok({ ...progress, state: closed({ ...going, from: String(step.next), checked, sealed }, actor) })
  }
  await end(actor, progress, going)
  return ok(progress)
}

type Going = { from: string; checked: number; sealed: number | null; head: string | null }

const going: z.ZodType<Going> = z.object({
  from: z.string(),
  checked: z.number(),
  sealed: z.number().nullable(),
  head: z.string().nullable(),
})

async function begin(actor: StaffActor, head: string | null): Promise<Going> {
  const after = head === null ? {} : { head }
  await transaction((tx) => record(tx, { actor, action: 'audit.check', workspaceId: null, after }))
  return { from: '1', checked: 0, sealed: null, head }
}

type Steps = Pick<Going, 'checked' | 'sealed'> & { step: ChainStep }

async function steps({ from, checked, sealed, head }: Going): Promise<Steps> {
  const expected = head === null ? null : parseHead(head)
  const end = performance.now() + CALL_MS
  let told: Steps | null = null
  for (let next: bigint | null = BigInt(from); next !== null && (told === null || performance.now() < end); ) {
    const step: ChainStep = await verifyStep({ from: next, expected: expected ?? undefined })
    const before: Pick<Going, 'checked' | 'sealed'> = told ?? { checked, sealed }
    told = {
      step,
      checked: before.checked + step.checked,
      sealed: step.sealed === null ? before.sealed : Number(step.sealed),
    }
    next = step.next
  }
  if (told === null) throw new Error('a check makes at least one step')
  return told
}

function progressOf({ head, anchor, problem }: ChainStep, { checked, sealed, head: noted }: Going): CheckProgress {
  const expected = noted === null ? null : parseHead(noted)
  return {
    ...{ state: null, checked, sealed },
    total: Number(head.position - anchor),
    pruned: Number(anchor),
    head: headText(head),
    isHeadPruned: expected !== null && expected.position < anchor,
    problem: problem && problemOf(problem),
  }
}

function problemOf({ fault, position, eventId, at }: ChainBreak): CheckProblem {
  return {
    fault,
    message: chainFaultWords[fault],
    position: position === null ? null : Number(position),
    eventId: eventId === null ? null : String(eventId),
    at: at?.toISOString() ?? null,
  }
}

async function end(
  actor: StaffActor,
  { checked, head, problem }: CheckProgress,
  { head: noted }: Going,
): Promise<void> {
  const found = problem && { fault: problem.fault, position: problem.position, eventId: problem.eventId }
  const after = { checked, head, compared: noted, problem: found }
  await transaction((tx) => record(tx, { actor, action: 'audit.check_end', workspaceId: null, after }))
}

const PURPOSE = 'audit check'

function closed(state: Going, { userId }: StaffActor): string {
  return seal(PURPOSE, Buffer.from(JSON.stringify(state)), userId).toString('base64url')
}

function opened(text: string, { userId }: StaffActor): Going | null {
  const plain = unseal(PURPOSE, Buffer.from(text, 'base64url'), userId)
  return plain === null ? null : (going.safeParse(JSON.parse(plain.toString())).data ?? null)
}
