import type { Actor } from '#lib/audit/actor'
import { prisma } from '#lib/db'
import { parseCanonicalNetwork } from '#lib/ip/network'
import { createList, setKeyLists, updateList } from './commands.ts'
import { createListSchema } from './schema.ts'

/** A named list as an admin would make it, for tests against a real database. */
export async function makeList(actor: Actor, name: string, entries = ''): Promise<{ id: string; name: string }> {
  const made = await createList(actor, createListSchema.parse({ name, description: '', entries }))
  if (!made.ok) throw new Error(made.message)
  return made.value
}

/** Replaces the text of a named list; whom that locks out counts as confirmed. */
export async function writeListText(actor: Actor, listId: string, entries: string): Promise<void> {
  const { entries: wanted } = createListSchema.parse({ name: 'any', description: '', entries })
  const saved = await updateList(actor, { listId, change: { entries: wanted }, confirmed: ANYBODY })
  if (!saved.ok) throw new Error(saved.message)
}

export async function giveLists(actor: Actor, keyId: string, listIds: readonly string[]): Promise<void> {
  const given = await setKeyLists(actor, { keyId, listIds, confirmed: ANYBODY })
  if (!given.ok) throw new Error(given.message)
}

export const ANYBODY = ['0.0.0.0/0', '::/0'].flatMap((text) => parseCanonicalNetwork(text) ?? [])

/** A call of a key that was let through just now, as it is kept. */
export async function called(workspaceId: string, keyId: string, address: string): Promise<void> {
  await prisma().$executeRaw`
    INSERT INTO key_usage (key_id, last_used_at, last_used_address, allowed_count)
    VALUES (${keyId}::uuid, now(), ${address}::inet, 1)
    ON CONFLICT (key_id) DO UPDATE SET last_used_at = now(), last_used_address = excluded.last_used_address`
  await prisma().$executeRaw`
    INSERT INTO caller_hour (workspace_id, key_id, hour, outcome, address, count, first_at, last_at)
    VALUES (${workspaceId}::uuid, ${keyId}::uuid, date_trunc('hour', now(), 'UTC'), 'allowed', ${address}::inet, 3, now(), now())
    ON CONFLICT (key_id, hour, outcome, address) DO UPDATE SET last_at = now()`
}
