type Page = { appUrl: URL; nonce: string; isDevelopment: boolean }

/**
 * Only scripts and style elements that the page itself names by its nonce count, style attributes never, and nothing
 * frames it: what is set while it runs goes through the CSSOM. What is not listed is shut.
 * Development compiles with eval and inserts styles as it goes, so both are open there alone.
 */
export function contentSecurityPolicy({ appUrl, nonce, isDevelopment }: Page): string {
  const byNonce = `'self' 'nonce-${nonce}'`
  return [
    "default-src 'none'",
    `script-src ${byNonce} 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ''}`,
    isDevelopment ? "style-src 'self' 'unsafe-inline'" : `style-src ${byNonce}`,
    "img-src 'self'",
    "font-src 'self'",
    `connect-src 'self'${isDevelopment ? ' ws:' : ''}`,
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    ...(appUrl.protocol === 'https:' ? ['upgrade-insecure-requests'] : []),
  ].join('; ')
}

/** For whatever is no page: opened by itself it loads nothing, runs nothing and is framed by nobody. */
const NO_PAGE = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

/** Headers of every page, file and answer that the pages' door lets out. A page's own policy goes over the one here. */
export function pageHeaders(appUrl: URL): Record<string, string> {
  return {
    'Content-Security-Policy': NO_PAGE,
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    'Cross-Origin-Resource-Policy': 'same-origin',
    // Not "no-referrer": with it a browser sends its forms with the Origin "null", which is refused.
    'Referrer-Policy': 'same-origin',
    'Permissions-Policy': DENIED.map((feature) => `${feature}=()`).join(', '),
    // Browsers heed neither without TLS, and complain of the first.
    ...(appUrl.protocol === 'https:'
      ? { 'Cross-Origin-Opener-Policy': 'same-origin', 'Strict-Transport-Security': 'max-age=31536000' }
      : {}),
  }
}

/** Not the clipboard: secrets are copied by a button. */
const DENIED = [
  'browsing-topics',
  'camera',
  'display-capture',
  'geolocation',
  'hid',
  'microphone',
  'midi',
  'payment',
  'screen-wake-lock',
  'serial',
  'usb',
] as const
