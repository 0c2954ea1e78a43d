import { z } from '@hono/zod-openapi'
import { seal, unseal } from '#lib/secrets'
import { readPageSize } from '../admin/paging.ts'
import { AdminProblem } from '../admin/problem.ts'
import { targetOf } from '../target.ts'
import type { StaffRequest } from './operation.ts'

const PURPOSE = 'staff page tokens'

export const pageToken = {
  page_token: z.string().optional().openapi({ description: 'The `next_page_token` of the page before.' }),
}
export const paging = {
  page_size: z.string().optional().openapi({ type: 'integer', description: '1 to 1,000; 50 when it is not said.' }),
  ...pageToken,
}

/** A page token is good for its path and its filters only. */
function boundTo({ call, query }: StaffRequest): string {
  const filters = [...query].filter(([name]) => name !== 'page_token' && name !== 'page_size')
  return JSON.stringify([targetOf(call).path, filters.sort(([a], [b]) => (a < b ? -1 : 1))])
}

/** Null on the first page. */
export function openPage(request: StaffRequest): string | null {
  const token = one(request.query, 'page_token')
  if (token === null) return null
  const opened = token.length > 2000 ? null : unseal(PURPOSE, Buffer.from(token, 'base64url'), boundTo(request))
  if (opened === null) {
    throw new AdminProblem('bad_request', { message: 'invalid page token (it is good for the same filter only)' })
  }
  return opened.toString()
}

/** Empty at the end. */
export function nextPageToken(request: StaffRequest, cursor: string | null): string {
  return cursor === null ? '' : seal(PURPOSE, Buffer.from(cursor), boundTo(request)).toString('base64url')
}

export function pageSize({ query }: StaffRequest): number {
  return readPageSize(one(query, 'page_size') ?? '0')
}

/** A parameter that may be given once; null when it is absent or empty. */
export function one(query: URLSearchParams, name: string): string | null {
  const values = query.getAll(name)
  if (values.length > 1) throw new AdminProblem('bad_request', { message: `${name}: must be given once` })
  return values[0] || null
}
