import { prisma } from '#lib/db'
import { Prisma } from '#lib/generated/prisma/client'
import { formatNetwork } from '#lib/ip/network'
import { isKeyId } from '#lib/keys/key-resource'
import { actionsOf } from './action-groups.ts'
import type { TrailFilter } from './trail-filter.ts'

/** Of names that are searched for, at most so many things are looked up. */
const MOST_NAMED = 50

/** What events must be, of `audit_event e`. `isCut`: a name was so common that not everything of that name is looked at. */
export type TrailWhere = { readonly where: Prisma.Sql; readonly isCut: boolean }

/** Names and addresses are looked up first, so that what is left are plain comparisons with an index each. */
export async function trailWhere(filter: TrailFilter): Promise<TrailWhere> {
  const { actor, key, workspace, address, action, door, from, to, staff } = filter
  const keys = key === null ? null : await namedIds(key, keysNamed)
  const workspaces = workspace === null ? null : await namedIds(workspace, workspacesNamed)
  const conditions = [
    actor === null ? null : await byActor(actor),
    keys && isOneOf('key_id', keys.ids),
    workspaces && isOneOf('workspace_id', workspaces.ids),
    address && within(formatNetwork(address)),
    action === null ? null : oneOf(Prisma.sql`e.action`, actionsOf(action) ?? []),
    door && Prisma.sql`e.door = ${door}`,
    from && Prisma.sql`e.at >= ${from}`,
    to && Prisma.sql`e.at < ${to}`,
    staff ? Prisma.sql`e.staff_role IS NOT NULL` : null,
  ].filter((condition) => condition !== null)
  return {
    where: conditions.length === 0 ? Prisma.sql`true` : Prisma.join(conditions, ' AND '),
    isCut: [keys, workspaces].some((found) => found?.isCut === true),
  }
}

async function byActor(actor: string): Promise<Prisma.Sql> {
  if (isKeyId(actor))
    return Prisma.sql`(e.actor_id = ${actor}::uuid OR (e.staff_role IS NOT NULL AND e.token_id = ${actor}::uuid))`
  // A management token acts under its name with "token" before it. What nobody ever acted under is left out: with one name left,
  // the newest events are found in the order of the index.
  const wanted = [...new Set([actor, actor.toLowerCase(), `token ${actor}`])]
  const rows = await prisma().$queryRaw<{ label: string }[]>`
    SELECT label FROM unnest(${wanted}::text[]) AS label
    WHERE EXISTS (SELECT FROM audit_event WHERE actor_label = label)`
  const labels = rows.map(({ label }) => label)
  const tokens = await prisma().$queryRaw<{ id: string }[]>`
    SELECT id::text AS id FROM staff_token WHERE name = ${actor} LIMIT ${MOST_NAMED}`
  if (tokens.length === 0) return oneOf(Prisma.sql`e.actor_label`, labels)
  const ids = tokens.map(({ id }) => id)
  return Prisma.sql`(e.actor_label = ANY(${labels}::text[]) OR (e.staff_role IS NOT NULL AND e.token_id = ANY(${ids}::uuid[])))`
}

type Named = { readonly ids: readonly string[]; readonly isCut: boolean }

async function namedIds(text: string, search: (text: string) => Promise<{ id: string }[]>): Promise<Named> {
  if (isKeyId(text)) return { ids: [text], isCut: false }
  const ids = (await search(text)).map(({ id }) => id)
  return { ids: ids.slice(0, MOST_NAMED), isCut: ids.length > MOST_NAMED }
}

function keysNamed(text: string): Promise<{ id: string }[]> {
  const pattern = `%${likeText(text)}%`
  return prisma().$queryRaw`
    (SELECT key_id::text AS id FROM key_profile WHERE search LIKE lower(${pattern}) LIMIT ${MOST_NAMED + 1})
    UNION ALL
    (SELECT id::text AS id FROM network_list WHERE lower(name) LIKE lower(${pattern}) LIMIT ${MOST_NAMED + 1})`
}

function workspacesNamed(text: string): Promise<{ id: string }[]> {
  return prisma().$queryRaw`
    SELECT id::text AS id FROM workspace WHERE lower(name) LIKE lower(${`%${likeText(text)}%`})
    ORDER BY lower(name) = lower(${text}) DESC, id LIMIT ${MOST_NAMED + 1}`
}

function likeText(text: string): string {
  return text.replaceAll(/[\\%_]/g, '\\$&')
}

function isOneOf(column: 'key_id' | 'workspace_id', ids: readonly string[]): Prisma.Sql {
  const name = column === 'key_id' ? Prisma.sql`e.key_id` : Prisma.sql`e.workspace_id`
  const [only] = ids
  if (only !== undefined && ids.length === 1) return Prisma.sql`${name} = ${only}::uuid`
  return Prisma.sql`${name} = ANY(${[...ids]}::uuid[])`
}

function oneOf(column: Prisma.Sql, values: readonly string[]): Prisma.Sql {
  const [only] = values
  if (only !== undefined && values.length === 1) return Prisma.sql`${column} = ${only}`
  return Prisma.sql`${column} = ANY(${[...values]}::text[])`
}

function within(network: string): Prisma.Sql {
  return Prisma.sql`e.address <<= ${network}::inet`
}
