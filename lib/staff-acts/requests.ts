import type { KeyActor, StaffActor } from '#lib/audit/actor'
import { record } from '#lib/audit/record'
import { type Tx, transaction } from '#lib/db'
import { ok, type Result, refuse } from '#lib/errors'
import { type LockedKey, lockKey } from '#lib/keys/key-lock'
import { mayManage } from '#lib/keys/rules'
import { holdsSecret } from './holds-secret.ts'
import { lockForStaff, lockToAct, mayAct, type StaffRefusal, secretInText } from './lock-key.ts'
import type { AnswerRequestInput, AskOwnerInput, CloseRequestInput } from './schema.ts'
import { tellOfRequest } from './tell-owner.ts'
import { staffAskWords } from './words.ts'

export type RequestStanding = { requestId: string; keyId: string }

/** More than these at once nobody would work off. */
const MOST_OPEN = 10

/** Asks the people of a key's workspace to do something with it. */
export function askOwner(
  staff: StaffActor,
  { keyId, ask, reason, dueOn }: AskOwnerInput,
): Promise<Result<RequestStanding, StaffRefusal>> {
  return transaction(async (tx) => {
    const locked = await lockToAct(tx, staff, { keyId, words: reason })
    if (!locked.ok) return locked
    const key = locked.value
    const open = await tx.staffRequest.count({ where: { keyId: key.id, settledAt: null } })
    if (open >= MOST_OPEN) return refuse('wrong_state', 'So much is asked of this key already. Close something first.')
    const due = dueOn === null ? null : new Date(dueOn)
    const { id: requestId } = await tx.staffRequest.create({
      data: { workspaceId: key.workspaceId, keyId: key.id, ask, reason, dueOn: due, askedBy: staff.label },
      select: { id: true },
    })
    await record(tx, {
      ...{ actor: staff, action: 'key.ask', workspaceId: key.workspaceId, keyId: key.id },
      after: { requestId, asked: staffAskWords[ask].label, said: reason, ...(dueOn === null ? {} : { dueOn }) },
    })
    await tellOfRequest(tx, key, { requestId, ask, reason, dueOn })
    return ok({ requestId, keyId: key.id })
  })
}

/** Takes back what staff asked for, or sees it as done. */
export function closeRequest(
  staff: StaffActor,
  { requestId, reason }: CloseRequestInput,
): Promise<Result<RequestStanding, StaffRefusal>> {
  return transaction(async (tx) => {
    const may = mayAct(staff, reason)
    if (!may.ok) return may
    const place = await tx.staffRequest.findUnique({ where: { id: requestId }, select: { keyId: true } })
    const locked = place === null ? missing : await lockForStaff(tx, place.keyId)
    return locked.ok
      ? settle(tx, { actor: staff, key: locked.value, requestId, outcome: 'closed', note: reason })
      : missing
  })
}

/** What the people of the workspace answer: that it is done. Those may who may change the key. */
export function answerRequest(
  actor: KeyActor,
  { requestId, note }: AnswerRequestInput,
): Promise<Result<RequestStanding, StaffRefusal>> {
  return transaction(async (tx) => {
    if (holdsSecret(note)) return secretInText
    const { workspaceId } = actor
    const place = await tx.staffRequest.findFirst({ where: { id: requestId, workspaceId }, select: { keyId: true } })
    const key = place === null ? undefined : await lockKey(tx, workspaceId, place.keyId)
    if (key === undefined) return missing
    if (!mayManage(actor, key)) {
      return refuse('forbidden', 'Only the person who created this key, an admin or the owner can answer this.')
    }
    return settle(tx, { actor, key, requestId, outcome: 'done', note })
  })
}

const missing = refuse('not_found', 'This request does not exist.')
const settled = refuse('wrong_state', 'This was settled already.')

type Settling = {
  actor: StaffActor | KeyActor
  key: LockedKey
  requestId: string
  outcome: 'done' | 'closed'
  note: string
}

async function settle(tx: Tx, settling: Settling): Promise<Result<RequestStanding, 'wrong_state'>> {
  const { actor, key, requestId, outcome, note } = settling
  const found = await tx.staffRequest.findUnique({ where: { id: requestId }, select: { ask: true, settledAt: true } })
  if (found === null || found.settledAt !== null) return settled
  await record(tx, {
    ...{ actor, workspaceId: key.workspaceId, keyId: key.id },
    action: outcome === 'done' ? 'key.ask_done' : 'key.ask_close',
    after: { requestId, asked: staffAskWords[found.ask].label, said: note },
  })
  const now = { settledAt: key.now, outcome, settledBy: actor.label, settledNote: note }
  await tx.staffRequest.update({ where: { id: requestId }, data: now, select: { id: true } })
  return ok({ requestId, keyId: key.id })
}
