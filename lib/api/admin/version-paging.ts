import type { VersionOwner } from '#lib/allowlists/version-queries'
import { seal, unseal } from '#lib/secrets'
import { readPageSize } from './paging.ts'
import { AdminProblem } from './problem.ts'
import { queryValue } from './request.ts'

export type VersionPaging = { below: number | null; limit: number }

/** Reads `page_size` and `page_token`. A token is good for the versions of its list only. */
export function readVersionPaging(query: URLSearchParams, owner: VersionOwner): VersionPaging {
  const token = queryValue(query, 'page_token') ?? ''
  return {
    below: token === '' ? null : openToken(token, owner),
    limit: readPageSize(queryValue(query, 'page_size') ?? '0'),
  }
}

/** Empty at the end. */
export function versionPageToken(next: number | null, owner: VersionOwner): string {
  return next === null ? '' : seal(PURPOSE, Buffer.from(String(next)), boundTo(owner)).toString('base64url')
}

const PURPOSE = 'version page tokens'

function boundTo({ workspaceId, id }: VersionOwner): string {
  return JSON.stringify([workspaceId, id.toLowerCase()])
}

function openToken(token: string, owner: VersionOwner): number {
  const opened = token.length > 200 ? null : unseal(PURPOSE, Buffer.from(token, 'base64url'), boundTo(owner))
  if (opened === null) throw new AdminProblem('bad_request', { message: 'invalid page token' })
  return Number(opened.toString())
}
