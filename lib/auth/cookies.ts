export type CookieAttributes = { httpOnly: true; sameSite: 'lax'; path: '/'; secure: boolean }
export type AuthCookie = { name: string; options: CookieAttributes }
export type AuthCookies = {
  sessionToken: AuthCookie
  csrfToken: AuthCookie
  callbackUrl: AuthCookie
  invitation: AuthCookie
  device: AuthCookie
}

/**
 * Names and flags of every cookie of the sign-in, decided by the scheme of APP_URL alone: a request's own idea of its
 * scheme comes from headers, and a cookie without `Secure` on an https site would travel in the clear.
 * `__Host-` makes the browser insist on Secure, Path=/ and no Domain, so a sibling subdomain cannot plant one.
 */
export function authCookies(appUrl: URL): AuthCookies {
  const secure = appUrl.protocol === 'https:'
  const prefix = secure ? '__Host-' : ''
  const options: CookieAttributes = { httpOnly: true, sameSite: 'lax', path: '/', secure }
  return {
    sessionToken: { name: `${prefix}gatelist.session`, options },
    csrfToken: { name: `${prefix}gatelist.csrf`, options },
    callbackUrl: { name: `${prefix}gatelist.callback`, options },
    invitation: { name: `${prefix}gatelist.invitation`, options },
    device: { name: `${prefix}gatelist.device`, options },
  }
}
