import { z } from '@hono/zod-openapi'
import { keyFilterNames, readKeyFilter } from '#lib/exports/key-filter'
import { type KeyCursor, keyCursorQuery, readKeyCursor } from '#lib/key-profiles/list-cursor'
import { listStaffKeys } from '#lib/key-profiles/list-keys'
import { readKeyOrder, type StaffKeySort, staffKeySorts } from '#lib/key-profiles/list-sort'
import type { StaffKey } from '#lib/key-profiles/views'
import { keyStatus } from '#lib/keys/rules'
import { keyActs, staffKey } from '#lib/staff-acts/queries'
import { AdminProblem } from '../admin/problem.ts'
import { jsonAnswer } from '../answer.ts'
import { type StaffOperation, type StaffRequest, staffOperation } from './operation.ts'
import { nextPageToken, one, openPage, pageToken } from './paging.ts'
import { wire } from './wire.ts'

const filterQuery = z.object({
  ...Object.fromEntries(keyFilterNames.map((name) => [name, z.string().optional()])),
  sort: z.enum(staffKeySorts).optional().openapi({ description: 'widest when it is not said.' }),
  direction: z.enum(['asc', 'desc']).optional(),
  ...pageToken,
})

const list = staffOperation({
  right: 'read',
  operationId: 'staffListKeys',
  method: 'get',
  path: '/v2alpha1/staff/keys',
  summary: 'List keys of all workspaces',
  description:
    'Filters and sorts are those of the page Staff → Keys, by the names that its address has. 50 keys a page; `total` counts up to 10,000.',
  query: filterQuery,
  answers: {
    200: [
      'A page of keys',
      z.looseObject({
        keys: z.array(z.looseObject({ id: z.string(), name: z.string(), status: z.string() })),
        total: z.int(),
        is_more: z.boolean(),
        next_page_token: z.string(),
      }),
    ],
  },
  async answer(request) {
    const order = readOrder(request)
    const read = readKeyFilter(withoutPaging(request.query))
    if (!read.ok) throw new AdminProblem('bad_request', { message: read.message })
    const { keys, total, isMore, next, now } = await listStaffKeys(
      read.value.filter,
      order,
      cursorOf(request, order.sort),
    )
    const cursor = next === null ? null : JSON.stringify(keyCursorQuery(next))
    return jsonAnswer(200, {
      keys: keys.map((key) => wireKey(key, now)),
      total,
      is_more: isMore,
      next_page_token: nextPageToken(request, cursor),
    })
  },
})

function readOrder({ query }: StaffRequest) {
  const [sort, direction] = [one(query, 'sort'), one(query, 'direction')]
  if (sort !== null && !staffKeySorts.some((known) => known === sort)) {
    throw new AdminProblem('bad_request', { message: `sort: must be one of ${staffKeySorts.join(', ')}` })
  }
  if (direction !== null && direction !== 'asc' && direction !== 'desc') {
    throw new AdminProblem('bad_request', { message: 'direction: must be asc or desc' })
  }
  return readKeyOrder({ sort: sort ?? undefined, direction: direction ?? undefined })
}

function withoutPaging(query: URLSearchParams): URLSearchParams {
  for (const name of keyFilterNames) one(query, name)
  return query
}

function cursorOf(request: StaffRequest, sort: StaffKeySort): KeyCursor | null {
  const opened = openPage(request)
  return opened === null ? null : readKeyCursor(JSON.parse(opened), sort)
}

function wireKey({ displayPrefix, lastFour, ...key }: StaffKey, now: Date): unknown {
  return wire({ ...key, keyHint: `${displayPrefix}…${lastFour}`, status: keyStatus(key, now) })
}

const get = staffOperation({
  right: 'read',
  operationId: 'staffGetKey',
  method: 'get',
  path: '/v2alpha1/staff/keys/{key_id}',
  summary: 'Read a key of any workspace',
  description: 'With its list, and with what staff wrote, asked and have waiting about it.',
  answers: { 200: ['The key', z.looseObject({ key: z.looseObject({ id: z.string(), name: z.string() }) })] },
  async answer({ params }) {
    const found = await staffKey(params.key_id ?? '')
    if (found === null) throw new AdminProblem('api_key_not_found')
    const { detail, workspace, owner, holdBy } = found
    const keyEndsAt = earliest(detail.revokedAt, detail.expiresAt)
    const acts = await keyActs(detail.id, { keyEndsAt, now: detail.now })
    const key = wire({ ...detail, status: keyStatus(detail, detail.now) })
    return jsonAnswer(200, { key, workspace: wire(workspace), owner, held_by: holdBy, acts: wire(acts) })
  },
})

function earliest(a: Date | null, b: Date | null): Date | null {
  if (a === null || b === null) return a ?? b
  return a < b ? a : b
}

export const keyOperations: readonly StaffOperation[] = [list, get]
