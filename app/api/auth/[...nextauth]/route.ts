import { currentUser } from '#lib/auth/current'
import { refusal, refuseUnreadable } from '#lib/auth/endpoint-request'
import { authEndpoints } from '#lib/auth/endpoints'
import { isSameOriginRequest } from '#lib/auth/request-origin'
import { isDatabaseUnavailable } from '#lib/db'
import { env } from '#lib/env'

type Context = { params: Promise<{ nextauth: string[] }> }

// What is not here does not exist: next-auth would also write anybody's text to the log and render pages of its own.
const open = {
  GET: ['csrf', 'error', 'providers', 'session', 'signin', 'signout'],
  POST: ['callback/credentials', 'signin', 'signin/credentials', 'signout'],
} as const satisfies Record<string, readonly string[]>

export function GET(request: Request, context: Context): Promise<Response> {
  return answer(request, context, open.GET)
}

export async function POST(request: Request, context: Context): Promise<Response> {
  const { appUrl, appUrlIsDefault } = env()
  const isOurs = isSameOriginRequest(request.headers, { url: appUrl, isDefault: appUrlIsDefault })
  if (!isOurs) return refusal(403, 'Cross-site request refused')
  return (await refuseUnreadable(request)) ?? answer(request, context, open.POST)
}

async function answer(request: Request, context: Context, endpoints: readonly string[]): Promise<Response> {
  const { nextauth } = await context.params
  if (!endpoints.includes(nextauth.join('/'))) return refusal(404, 'Not found')
  try {
    // next-auth takes a database that is away for a session that is over, and throws the cookie away.
    await currentUser()
  } catch (error) {
    if (!isDatabaseUnavailable(error)) throw error
    return Response.json({ error: 'Service unavailable' }, { status: 503, headers: { 'Retry-After': '1' } })
  }
  const response = await authEndpoints()(request, context)
  // It calls a callbackUrl that it cannot read a configuration error.
  if (response.status === 500) return refusal(400, 'Bad request')
  response.headers.set('Cache-Control', 'private, no-store')
  return response
}
