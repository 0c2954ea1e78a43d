import { hasTooManyHeaders } from '#lib/client-ip/header-lines'
import { isDatabaseUnavailable } from '#lib/db'
import { log } from '#lib/log'
import { CallTimedOut } from '#lib/verify/share-calls'
import type { Answer } from '../answer.ts'
import { type ApiCall, clientOf } from '../call.ts'
import { CallerGone } from '../read-body.ts'
import type { AdminOperation } from './operation.ts'
import { AdminProblem, problemAnswer } from './problem.ts'
import { authenticate } from './request.ts'
import { adminOperations } from './routes.ts'

/** Whether a path, without a leading /api, is the admin API's. */
export function isAdminPath(path: string): boolean {
  return path === '/v2alpha1' || path.startsWith('/v2alpha1/') || path === '/.well-known/jwks.json'
}

/** Answers any call below /v2alpha1: finds the operation, then the token that may call it, then lets it answer. */
export async function answerAdmin(call: ApiCall, requestId: string): Promise<Answer> {
  try {
    if (hasTooManyHeaders(call.rawHeaders)) throw new AdminProblem('headers_too_large')
    const { path, query } = targetOf(call)
    const { operation, params } = operationAt(call.method, path)
    const request = { call, requestId, client: clientOf(call), params, query: queryOf(query) }
    if (operation.access === 'none') return await operation.answer(request)
    const { access } = operation
    const admitted = await authenticate(request, access)
    // A body may be long on its way, and the token revoked meanwhile: what counts is the moment when the request is whole.
    const readBody: ApiCall['readBody'] = async (limit) => {
      const bytes = await call.readBody(limit)
      await authenticate(request, access)
      return bytes
    }
    return await operation.answer({ ...admitted, call: { ...call, readBody } })
  } catch (error) {
    return answerOfError(error, requestId)
  }
}

function answerOfError(error: unknown, requestId: string): Answer {
  if (error instanceof AdminProblem) return problemAnswer(error, headersOf(error))
  if (error instanceof CallTimedOut || isDatabaseUnavailable(error)) {
    log.warn({ requestId, reason: error instanceof Error ? error.message : 'unknown' }, 'admin: database unavailable')
    return problemAnswer(new AdminProblem('service_unavailable'))
  }
  if (!(error instanceof CallerGone)) log.error({ requestId, err: error }, 'admin failed')
  return problemAnswer(new AdminProblem('internal_server_error'))
}

function headersOf({ code, details }: AdminProblem): string[] {
  if (code === 'method_not_allowed') return ['Allow', details.metadata?.allow ?? '']
  return code === 'too_many_requests' ? ['Retry-After', details.metadata?.retry_after ?? '1'] : []
}

function targetOf({ target }: ApiCall): { path: string; query: string } {
  const mark = target.indexOf('?')
  const path = mark === -1 ? target : target.slice(0, mark)
  const own = path.startsWith('/api/') ? path.slice('/api'.length) : path
  return { path: own, query: mark === -1 ? '' : target.slice(mark + 1) }
}

const NO_QUERY = new URLSearchParams()

function queryOf(query: string): URLSearchParams {
  return query === '' ? NO_QUERY : new URLSearchParams(query)
}

type Route = { readonly pattern: RegExp; readonly names: readonly string[]; readonly operation: AdminOperation }

// A verb after the last colon belongs to the path; a colon within an id comes percent-encoded. Paths with a verb come first.
const routes: readonly Route[] = adminOperations
  .map((operation) => ({ operation, path: operation.description.path }))
  .sort((a, b) => Number(b.path.includes(':')) - Number(a.path.includes(':')))
  .map(({ operation, path }) => ({
    operation,
    names: [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name),
    pattern: new RegExp(`^${path.replace(/[.]/g, '\\.').replace(/\{\w+\}/g, '([^/]+)')}$`),
  }))

const fixedRoutes = new Map(
  routes.flatMap(({ operation, names }) =>
    names.length === 0
      ? [[`${operation.description.method.toUpperCase()} ${operation.description.path}`, operation] as const]
      : [],
  ),
)

type Found = { operation: AdminOperation; params: Record<string, string> }

function operationAt(method: string, path: string): Found {
  const asked = method === 'HEAD' ? 'GET' : method
  const fixed = fixedRoutes.get(`${asked} ${path}`)
  if (fixed !== undefined) return { operation: fixed, params: {} }
  const allowed = new Set<string>()
  for (const { pattern, names, operation } of routes) {
    const match = pattern.exec(path)
    if (match === null) continue
    const own = operation.description.method.toUpperCase()
    if (own === asked) return { operation, params: decoded(names, match.slice(1)) }
    allowed.add(own)
  }
  if (allowed.size === 0) throw new AdminProblem('not_found')
  if (allowed.has('GET')) allowed.add('HEAD')
  throw new AdminProblem('method_not_allowed', { metadata: { allow: [...allowed].join(', ') } })
}

function decoded(names: readonly string[], values: readonly string[]): Record<string, string> {
  try {
    return Object.fromEntries(names.map((name, index) => [name, decodeURIComponent(values[index] ?? '')]))
  } catch {
    throw new AdminProblem('not_found')
  }
}
