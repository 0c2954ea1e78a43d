import type { ApiCall } from './call.ts'

const NO_QUERY = new URLSearchParams()

/** Path, without a leading /api, and query of a call. */
export function targetOf({ target }: Pick<ApiCall, 'target'>): { path: string; query: URLSearchParams } {
  const mark = target.indexOf('?')
  const path = mark === -1 ? target : target.slice(0, mark)
  const own = path.startsWith('/api/') ? path.slice('/api'.length) : path
  const query = mark === -1 ? '' : target.slice(mark + 1)
  return { path: own, query: query === '' ? NO_QUERY : new URLSearchParams(query) }
}
