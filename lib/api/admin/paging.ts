import { z } from '@hono/zod-openapi'
import type { KeyPlace } from '#lib/keys/key-resource'
import type { PageEnd } from '#lib/keys/list-resources'
import { type MachineFilter, noMachineFilter, parseFilter } from '#lib/keys/machine-filter'
import { seal, unseal } from '#lib/secrets'
import { AdminProblem } from './problem.ts'
import { queryValue } from './request.ts'

export const DEFAULT_PAGE_SIZE = 50
export const MAX_PAGE_SIZE = 1000

export type Paging = { filter: MachineFilter; after: PageEnd | null; pageSize: number }

/** Reads `page_size`, `page_token` and `filter`. A token is good for its workspace, kind and filter only. */
export function readPaging(query: URLSearchParams, place: KeyPlace): Paging {
  const filter = queryValue(query, 'filter') ?? ''
  const token = queryValue(query, 'page_token') ?? ''
  return {
    filter: readFilter(filter),
    after: token === '' ? null : openPageToken(token, boundTo(place, filter)),
    pageSize: readPageSize(queryValue(query, 'page_size') ?? '0'),
  }
}

/** Empty at the end. */
export function pageToken(end: PageEnd | null, query: URLSearchParams, place: KeyPlace): string {
  if (end === null) return ''
  const bound = boundTo(place, queryValue(query, 'filter') ?? '')
  return seal(PURPOSE, Buffer.from(JSON.stringify(end)), bound).toString('base64url')
}

const PURPOSE = 'page tokens'

function boundTo({ workspaceId, kind }: KeyPlace, filter: string): string {
  return JSON.stringify([workspaceId, kind, filter.trim()])
}

const pageEnd = z.object({ createdAt: z.number(), id: z.guid() })

function openPageToken(token: string, bound: string): PageEnd {
  const opened = token.length > 1000 ? null : unseal(PURPOSE, Buffer.from(token, 'base64url'), bound)
  if (opened === null) {
    throw new AdminProblem('bad_request', { message: 'invalid page token (it is good for the same filter only)' })
  }
  return pageEnd.parse(JSON.parse(opened.toString()))
}

function readFilter(text: string): MachineFilter {
  if (text.trim() === '') return noMachineFilter
  const parsed = parseFilter(text)
  if (!parsed.ok) throw new AdminProblem('bad_request', { message: parsed.message })
  return parsed.filter
}

export function readPageSize(text: string): number {
  if (!/^\d{1,9}$/.test(text) || Number(text) > MAX_PAGE_SIZE) {
    throw new AdminProblem('bad_request', { message: `page_size: must be a whole number from 1 to ${MAX_PAGE_SIZE}` })
  }
  return Number(text) === 0 ? DEFAULT_PAGE_SIZE : Number(text)
}
