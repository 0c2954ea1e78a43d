/** How each server finds the caller's address. All stand on one database and share one secret. */
export const variablesOf = {
  /** The connection itself. */
  direct: {},
  /** X-Forwarded-For of a proxy on this machine: a spec plays any caller by sending that header. */
  forwarded: { CLIENT_IP_SOURCE: 'CLIENT_IP_SOURCE_X_FORWARDED_FOR', TRUSTED_PROXIES: 'loopback' },
  /** X-Forwarded-For behind two proxies without fixed addresses. */
  hops: { CLIENT_IP_SOURCE: 'CLIENT_IP_SOURCE_X_FORWARDED_FOR', TRUSTED_PROXY_HOPS: '2' },
  realIp: { CLIENT_IP_SOURCE: 'CLIENT_IP_SOURCE_X_REAL_IP', TRUSTED_PROXIES: 'loopback' },
  cloudflare: { CLIENT_IP_SOURCE: 'CLIENT_IP_SOURCE_CF_CONNECTING_IP', TRUSTED_PROXIES: 'loopback' },
  trueClientIp: { CLIENT_IP_SOURCE: 'CLIENT_IP_SOURCE_TRUE_CLIENT_IP', TRUSTED_PROXIES: 'loopback' },
  /** A header source whose proxies are elsewhere: nobody who connects from here is believed. */
  distrustful: { CLIENT_IP_SOURCE: 'CLIENT_IP_SOURCE_X_FORWARDED_FOR', TRUSTED_PROXIES: '192.0.2.1' },
} as const satisfies Record<string, Record<string, string>>

export type ServerName = keyof typeof variablesOf

type Started = { urls: Record<ServerName, string>; shared: { DATABASE_URL: string; GATELIST_SECRET: string } }

function started(): Started {
  const { E2E_SERVERS } = process.env
  if (E2E_SERVERS === undefined) throw new Error('the servers of the browser tests have not been started')
  return JSON.parse(E2E_SERVERS) as Started
}

/** The address of a server, for example `http://127.0.0.1:43211`. */
export function serverUrl(name: ServerName): string {
  return started().urls[name]
}

/** For `startServer` of test/servers.ts: the variables of one more server on the same installation. */
export function sharedVariables(): Record<string, string> {
  return started().shared
}
