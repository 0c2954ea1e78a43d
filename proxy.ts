import { randomBytes } from 'node:crypto'
import { type NextRequest, NextResponse } from 'next/server'
import { pathHeader } from '#lib/auth/path-header'
import { env } from '#lib/env'
import { contentSecurityPolicy, pageHeaders } from '#lib/page-headers'

/** Sets headers only. Who may see a page is decided by the page itself, on every request. */
export function proxy(request: NextRequest): NextResponse {
  const { appUrl } = env()
  const nonce = randomBytes(16).toString('base64')
  const policy = contentSecurityPolicy({ appUrl, nonce, isDevelopment: process.env.NODE_ENV === 'development' })
  const headers = new Headers(request.headers)
  headers.set(pathHeader, request.nextUrl.pathname + request.nextUrl.search)
  // Next puts the nonce of this header on the scripts it writes into the page.
  headers.set('Content-Security-Policy', policy)
  const response = NextResponse.next({ request: { headers } })
  response.headers.set('Content-Security-Policy', policy)
  for (const [name, value] of Object.entries(pageHeaders(appUrl))) response.headers.set(name, value)
  return response
}

export const config = { matcher: ['/((?!api/|_next/static/).*)'] }
