import { parseUrl } from './parse-url.ts'

type HeaderBag = { get(name: string): string | null }

/**
 * Whether a state-changing request comes from this site's own pages, by what browsers cannot be made to lie about:
 * Sec-Fetch-Site and Origin. Programs that send neither have no cookies to abuse.
 */
export function isSameOriginRequest(headers: HeaderBag, app: { url: URL; isDefault: boolean }): boolean {
  const site = headers.get('sec-fetch-site')
  if (site !== null && site !== 'same-origin' && site !== 'none') return false
  const text = headers.get('origin')
  if (text === null) return true
  const origin = parseUrl(text)
  if (origin === null) return false
  if (origin.origin === app.url.origin) return true
  // Without an APP_URL the site has whatever name it is called by.
  return app.isDefault && origin.host === headers.get('host')
}
