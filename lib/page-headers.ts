type Page = { appUrl: URL; nonce: string; isDevelopment: boolean }

/**
 * Only scripts that the page itself names by its nonce run, and nothing frames it. Style attributes stay open because
 * positioned popups set them and they cannot run code; style elements need the nonce.
 * Development compiles with eval and inserts styles as it goes, so both are open there alone.
 */
export function contentSecurityPolicy({ appUrl, nonce, isDevelopment }: Page): string {
  const byNonce = `'self' 'nonce-${nonce}'`
  return [
    "default-src 'self'",
    `script-src ${byNonce} 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ''}`,
    isDevelopment ? "style-src 'self' 'unsafe-inline'" : `style-src ${byNonce}`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self'${isDevelopment ? ' ws:' : ''}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    ...(appUrl.protocol === 'https:' ? ['upgrade-insecure-requests'] : []),
  ].join('; ')
}

/** Headers of every page beside the policy above. */
export function pageHeaders(appUrl: URL): Record<string, string> {
  return {
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    'Referrer-Policy': 'same-origin',
    'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
    // Browsers heed neither without TLS, and complain of the first.
    ...(appUrl.protocol === 'https:'
      ? { 'Cross-Origin-Opener-Policy': 'same-origin', 'Strict-Transport-Security': 'max-age=31536000' }
      : {}),
  }
}
