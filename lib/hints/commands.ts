import { changeList } from '#lib/allowlists/change-list'
import type { ChangeRefusal } from '#lib/allowlists/change-refusal'
import { readListBefore } from '#lib/allowlists/list-before'
import { listVersions } from '#lib/allowlists/version-queries'
import type { KeyActor } from '#lib/audit/actor'
import { type Tx, transaction } from '#lib/db'
import { ok, type Result, refuse } from '#lib/errors'
import { MAX_ENTRIES } from '#lib/ip/allowlist'
import { type KeyRefusalCode, keySubject, lockKeyFor } from '#lib/keys/key-lock'
import { type RestoreKeyResult, restoreKeyList } from '#lib/keys/restore-list'
import { fixedList } from './fixed-list.ts'
import { hintFacts } from './queries.ts'
import { type Fix, type FixKind, type Hint, hintsOf } from './rules.ts'
import type { ApplyFixInput, UndoFixInput } from './schema.ts'

/** `version`: of the key, afterwards; `before`: the version of its list that undoing brings back, null when none was kept. */
export type FixedList = { version: number; before: number | null }

type FixRefusal = KeyRefusalCode | 'stale' | 'too_many_entries' | 'note_missing'

/** Does what a hint proposes, if the hint still stands as it was shown. */
export function applyFix(
  actor: KeyActor,
  input: ApplyFixInput,
): Promise<Result<FixedList, FixRefusal> | ChangeRefusal> {
  return transaction((tx) => fix(tx, actor, input))
}

async function fix(
  tx: Tx,
  actor: KeyActor,
  input: ApplyFixInput,
): Promise<Result<FixedList, FixRefusal> | ChangeRefusal> {
  const locked = await lockKeyFor(tx, actor, { keyId: input.keyId, action: 'edit' })
  if (!locked.ok) return locked
  const subject = keySubject(locked.value)
  const facts = await hintFacts(tx, actor.workspaceId, subject.id)
  const wish = facts === null ? null : fixOf(hintsOf(facts), input)
  if (wish === null)
    return refuse('stale', 'The list has changed since this was proposed. Look at it again, then decide.')
  if (wish.kind === 'note' && input.note === null) return refuse('note_missing', 'Write a note.')
  const before = await readListBefore(tx, subject)
  const { stored } = before
  const wanted = fixedList(stored, wish, { note: input.note, now: subject.now })
  if (wanted.length > MAX_ENTRIES) {
    return refuse('too_many_entries', `A list holds at most ${MAX_ENTRIES.toLocaleString('en-US')} entries.`)
  }
  const [latest] = (await listVersions(tx, subject, { below: null, limit: 1 })).versions
  const change = { subject, before, wanted, action: 'key.allowlist', confirmed: input.confirmed } as const
  const changed = await changeList(tx, actor, change)
  return changed.ok ? ok({ version: changed.value.version, before: latest?.number ?? null }) : changed
}

function fixOf(
  hints: readonly Hint[],
  { code, fix: kind, entryIds }: ApplyFixInput,
): Exclude<Fix, { kind: 'suggest' }> | null {
  const fixes: readonly Fix[] = hints.find((hint) => hint.code === code)?.fixes ?? []
  const found = fixes.find((each) => each.kind === (kind satisfies FixKind))
  if (found === undefined || found.kind === 'suggest') return null
  const concerned = 'entryIds' in found ? found.entryIds : []
  return concerned.length === entryIds.length && concerned.every((id) => entryIds.includes(id)) ? found : null
}

/** Brings back the list as it stood before a fix, unless somebody changed it meanwhile. */
export function undoFix(
  actor: KeyActor,
  { keyId, version, number, confirmed }: UndoFixInput,
): Promise<RestoreKeyResult> {
  return transaction((tx) => restoreKeyList(tx, actor, { keyId, number, scope: 'list', seen: version, confirmed }))
}
