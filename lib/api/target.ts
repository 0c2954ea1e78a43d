import type { ApiCall } from './call.ts'

const NO_QUERY = new URLSearchParams()

/** The path of a target, as it was sent. */
export function pathOf(target: string): string {
  const query = target.indexOf('?')
  return query === -1 ? target : target.slice(0, query)
}

/** Path, without a leading /api, and query of a call. */
export function targetOf({ target }: Pick<ApiCall, 'target'>): { path: string; query: URLSearchParams } {
  const path = pathOf(target)
  const own = path.startsWith('/api/') ? path.slice('/api'.length) : path
  const query = target.slice(path.length + 1)
  return { path: own, query: query === '' ? NO_QUERY : new URLSearchParams(query) }
}
