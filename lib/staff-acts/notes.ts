import type { StaffActor } from '#lib/audit/actor'
import { record } from '#lib/audit/record'
import { transaction } from '#lib/db'
import { ok, type Result, refuse } from '#lib/errors'
import { lockForStaff, lockToAct, mayAct, type StaffRefusal } from './lock-key.ts'
import type { AddNoteInput, StrikeNoteInput } from './schema.ts'
import { tellOfAct } from './tell-owner.ts'

/** Writes a note about a key, for staff alone or for the people of its workspace too. */
export function addNote(
  staff: StaffActor,
  { keyId, text, shownToOwner }: AddNoteInput,
): Promise<Result<{ noteId: string }, StaffRefusal>> {
  return transaction(async (tx) => {
    const locked = await lockToAct(tx, staff, { keyId, words: text })
    if (!locked.ok) return locked
    const key = locked.value
    const { id: noteId } = await tx.staffNote.create({
      data: { workspaceId: key.workspaceId, keyId: key.id, text, shownToOwner, writtenBy: staff.label },
      select: { id: true },
    })
    await record(tx, {
      ...{ actor: staff, action: 'key.staff_note', workspaceId: trailOf(key.workspaceId, shownToOwner), keyId: key.id },
      after: { noteId, said: text, shownToOwner },
    })
    if (shownToOwner) await tellOfAct(tx, key, { act: 'noted', reason: text })
    return ok({ noteId })
  })
}

/** Strikes a note out: it stays to be read by staff, with who struck it and why, and its workspace no longer sees it. */
export function strikeNote(
  staff: StaffActor,
  { noteId, reason }: StrikeNoteInput,
): Promise<Result<{ noteId: string }, StaffRefusal>> {
  return transaction(async (tx) => {
    const may = mayAct(staff, reason)
    if (!may.ok) return may
    const place = await tx.staffNote.findUnique({ where: { id: noteId }, select: { keyId: true } })
    const locked = place === null ? missing : await lockForStaff(tx, place.keyId)
    if (!locked.ok) return missing
    const key = locked.value
    const note = await tx.staffNote.findUnique({
      where: { id: noteId },
      select: { struckAt: true, shownToOwner: true },
    })
    if (note === null) return missing
    if (note.struckAt !== null) return refuse('wrong_state', 'This note is struck out already.')
    const workspaceId = trailOf(key.workspaceId, note.shownToOwner)
    await record(tx, {
      ...{ actor: staff, action: 'key.staff_note_strike', workspaceId, keyId: key.id },
      after: { noteId, said: reason },
    })
    const struck = { struckAt: key.now, struckBy: staff.label, struckReason: reason }
    await tx.staffNote.update({ where: { id: noteId }, data: struck, select: { id: true } })
    return ok({ noteId })
  })
}

const missing = refuse('not_found', 'This note does not exist.')

/** What only staff know of stands in nobody's trail but the installation's own. */
function trailOf(workspaceId: string, shownToOwner: boolean): string | null {
  return shownToOwner ? workspaceId : null
}
