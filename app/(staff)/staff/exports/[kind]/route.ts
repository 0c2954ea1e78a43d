import { isSameOriginRequest } from '#lib/auth/request-origin'
import { requireStaff } from '#lib/auth/staff-guards'
import { env } from '#lib/env'
import { describeExport, openExport } from '#lib/exports/open-export'

type Context = { params: Promise<{ kind: string }> }

/** An export for the browser: `?format=csv` or `ndjson`, the filters of its page, and `after` to go on behind a row. */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  const { staff } = await requireStaff()
  // Another site could make a browser that is signed in take out everything, again and again.
  const { appUrl, appUrlIsDefault } = env()
  const isOurs = isSameOriginRequest(request.headers, { url: appUrl, isDefault: appUrlIsDefault })
  if (!isOurs) return plain(403, 'Begin an export on its own page.')
  const { searchParams } = new URL(request.url)
  const opened = await openExport(staff, (await params).kind, searchParams)
  if (!opened.ok) return opened.error === 'too_many' ? busy(opened.message) : plain(400, opened.message)
  const { body, contentType, headers } = opened.value
  return new Response(body, { headers: headersOf(contentType, headers) })
}

/** The headers alone. Nothing is taken out. */
export async function HEAD(request: Request, { params }: Context): Promise<Response> {
  await requireStaff()
  const described = await describeExport((await params).kind, new URL(request.url).searchParams)
  if (!described.ok) return plain(400, '')
  return new Response(null, { headers: headersOf(described.value.contentType, described.value.headers) })
}

export async function POST(): Promise<Response> {
  await requireStaff()
  const answer = plain(405, 'An export is read.')
  answer.headers.set('Allow', 'GET, HEAD')
  return answer
}

// "no-transform": rows in a hurry are not compressed on the way.
const PRIVATE = [
  ['Cache-Control', 'private, no-store, no-transform'],
  ['X-Content-Type-Options', 'nosniff'],
  ['Cross-Origin-Resource-Policy', 'same-origin'],
] as const

function headersOf(contentType: string, more: readonly string[]): Headers {
  const headers = new Headers([
    ['Content-Type', contentType],
    ...PRIVATE.map(([name, value]) => [name, value] as [string, string]),
  ])
  for (let at = 0; at < more.length; at += 2) headers.set(more[at] ?? '', more[at + 1] ?? '')
  return headers
}

function plain(status: number, text: string): Response {
  return new Response(text === '' ? null : `${text}\n`, { status, headers: headersOf('text/plain; charset=utf-8', []) })
}

function busy(message: string): Response {
  const answer = plain(503, message)
  answer.headers.set('Retry-After', '30')
  return answer
}
