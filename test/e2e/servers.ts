const fromProxyHere = { TRUSTED_PROXIES: 'loopback' }
/** Its proxies are elsewhere: nobody who connects from this machine is believed. */
const fromProxyElsewhere = { TRUSTED_PROXIES: '192.0.2.1' }
const callsOnly = { GATELIST_WITHOUT_PAGES: '1' }

/** Elsewhere staff need one, as nobody says otherwise. */
const secondFactorOptional = { STAFF_SECOND_FACTOR: 'optional' }

/** How each server finds the caller's address. All stand on one database and share one secret. */
export const variablesOf = {
  /** The connection itself. */
  direct: {},
  /** X-Forwarded-For of a proxy on this machine: a spec plays any caller by sending that header. */
  forwarded: { CLIENT_IP_SOURCE: 'CLIENT_IP_SOURCE_X_FORWARDED_FOR', ...fromProxyHere, ...secondFactorOptional },
  /** Another process beside it. */
  second: { CLIENT_IP_SOURCE: 'CLIENT_IP_SOURCE_X_FORWARDED_FOR', ...fromProxyHere, ...callsOnly },
  /** X-Forwarded-For behind two proxies without fixed addresses. */
  hops: { CLIENT_IP_SOURCE: 'CLIENT_IP_SOURCE_X_FORWARDED_FOR', TRUSTED_PROXY_HOPS: '2', ...callsOnly },
  realIp: { CLIENT_IP_SOURCE: 'CLIENT_IP_SOURCE_X_REAL_IP', ...fromProxyHere, ...callsOnly },
  cloudflare: { CLIENT_IP_SOURCE: 'CLIENT_IP_SOURCE_CF_CONNECTING_IP', ...fromProxyHere, ...callsOnly },
  trueClientIp: { CLIENT_IP_SOURCE: 'CLIENT_IP_SOURCE_TRUE_CLIENT_IP', ...fromProxyHere, ...callsOnly },
  farForwarded: { CLIENT_IP_SOURCE: 'CLIENT_IP_SOURCE_X_FORWARDED_FOR', ...fromProxyElsewhere, ...callsOnly },
  farRealIp: { CLIENT_IP_SOURCE: 'CLIENT_IP_SOURCE_X_REAL_IP', ...fromProxyElsewhere, ...callsOnly },
  farCloudflare: { CLIENT_IP_SOURCE: 'CLIENT_IP_SOURCE_CF_CONNECTING_IP', ...fromProxyElsewhere, ...callsOnly },
  farTrueClientIp: { CLIENT_IP_SOURCE: 'CLIENT_IP_SOURCE_TRUE_CLIENT_IP', ...fromProxyElsewhere, ...callsOnly },
} as const satisfies Record<string, Record<string, string>>

export type ServerName = keyof typeof variablesOf

type Shared = {
  DATABASE_URL: string
  GATELIST_SECRET: string
  DNS_SERVERS: string
  WEBHOOK_PRIVATE_TARGETS: string
}
type Started = { urls: Record<ServerName, string>; shared: Shared }

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
export function sharedVariables(): Shared {
  return started().shared
}
