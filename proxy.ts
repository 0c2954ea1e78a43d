import { randomBytes } from 'node:crypto'
import { type NextRequest, NextResponse } from 'next/server'
import { pathHeader } from '#lib/auth/path-header'
import { env } from '#lib/env'
import { contentSecurityPolicy } from '#lib/page-headers'

/**
 * Gives a page its own policy. All other headers are the door's (server/page-door.ts). Who may see a page is decided by the
 * page itself, on every request.
 */
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
  return response
}

export const config = { matcher: ['/((?!api/|_next/static/).*)'] }
