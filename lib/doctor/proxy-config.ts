import type { ForwardingHeader } from '#lib/client-ip/forwarding'
import { type ClientIpSource, headerOfSource } from '#lib/client-ip/source'

/** The three variables as they are set. `trustedProxies` is the text of its variable. */
export type ProxyConfig = {
  readonly source: ClientIpSource
  readonly trustedProxies: string | null
  readonly hops: number | null
}

const SOURCE_OF: Readonly<Record<ForwardingHeader, ClientIpSource | null>> = {
  'x-forwarded-for': 'CLIENT_IP_SOURCE_X_FORWARDED_FOR',
  'x-real-ip': 'CLIENT_IP_SOURCE_X_REAL_IP',
  'cf-connecting-ip': 'CLIENT_IP_SOURCE_CF_CONNECTING_IP',
  'true-client-ip': 'CLIENT_IP_SOURCE_TRUE_CLIENT_IP',
  forwarded: null,
}

const SHOWN: Readonly<Record<ForwardingHeader, string>> = {
  'x-forwarded-for': 'X-Forwarded-For',
  'x-real-ip': 'X-Real-IP',
  'cf-connecting-ip': 'CF-Connecting-IP',
  'true-client-ip': 'True-Client-IP',
  forwarded: 'Forwarded',
}

/** A header's name as people write it. */
export const shownHeader = (name: ForwardingHeader): string => SHOWN[name]

/** The header that is to be read, as people write it; null where it is the connection. */
export function configuredHeader({ source }: ProxyConfig): string | null {
  const name = headerOfSource[source]
  return name === null ? null : SHOWN[name]
}

/** The line that reads one of these headers; null when none of them is read by Gatelist. */
export function sourceSetting(headers: readonly ForwardingHeader[]): string | null {
  const source = headers.map((name) => SOURCE_OF[name]).find((found) => found !== null)
  return source === undefined ? null : `CLIENT_IP_SOURCE=${source}`
}

/** The line that trusts these proxies beside those that are trusted now. */
export function trustSetting(
  { trustedProxies }: Pick<ProxyConfig, 'trustedProxies'>,
  added: readonly string[],
): string {
  const now = (trustedProxies ?? '').split(/[\s,;]+/).filter((entry) => entry !== '')
  return `TRUSTED_PROXIES=${[...new Set([...now, ...added])].join(', ')}`
}
