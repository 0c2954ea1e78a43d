import { readEntries, storedEntries } from '#lib/allowlists/entries'
import { listRecords } from '#lib/allowlists/list-record'
import type { KeyActor } from '#lib/audit/actor'
import { record } from '#lib/audit/record'
import type { Tx } from '#lib/db'
import { ok, type Result } from '#lib/errors'
import { type ListRefusalCode, lockListFor } from './list-lock.ts'
import { keysWords } from './words.ts'

export type ListInUse = { ok: false; error: 'list_in_use'; message: string; keys: string[]; total: number }

/** Deletes a named list that no key uses. Of revoked keys it goes without a question: they admit nobody any more. */
export async function deleteList(
  tx: Tx,
  actor: KeyActor,
  { listId }: { listId: string },
): Promise<Result<null, ListRefusalCode> | ListInUse> {
  const locked = await lockListFor(tx, actor, { listId, kind: 'shared' })
  if (!locked.ok) return locked
  const { id, workspaceId, name, description, version } = locked.value
  // Waits for who is about to use it, so that the count below is of all there are.
  await tx.$queryRaw`SELECT 1 FROM network_list WHERE id = ${id}::uuid FOR UPDATE`
  const users = await usersOf(tx, id)
  if (users.total > 0) return inUse(users)
  const list = listRecords(readEntries(await storedEntries(tx, locked.value)), []).before
  await record(tx, {
    actor,
    action: 'list.delete',
    workspaceId,
    keyId: id,
    before: { version, name, description, list },
  })
  await tx.networkList.delete({ where: { id }, select: { id: true } })
  return ok(null)
}

const NAMED = 3

type Users = { names: string[]; total: number }

async function usersOf(tx: Tx, listId: string): Promise<Users> {
  const rows = await tx.$queryRaw<{ name: string; total: number }[]>`
    SELECT k.name, (count(*) OVER ())::int AS total FROM key_list u JOIN api_key k ON k.id = u.key_id
    WHERE u.list_id = ${listId}::uuid AND (k.revoked_at IS NULL OR k.revoked_at > clock_timestamp())
    ORDER BY lower(k.name), k.id LIMIT ${NAMED}`
  return { names: rows.map((row) => row.name), total: rows[0]?.total ?? 0 }
}

function inUse({ names, total }: Users): ListInUse {
  const more = total - names.length
  const who = [...names, ...(more > 0 ? [`${more.toLocaleString('en-US')} more`] : [])].join(', ')
  const message = `${keysWords(total)} ${total === 1 ? 'uses' : 'use'} this list: ${who}. Take the list off ${total === 1 ? 'it' : 'them'} first.`
  return { ok: false, error: 'list_in_use', message, keys: names, total }
}
