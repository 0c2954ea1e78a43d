/** Where the client's address is read: the header's name in lower case, null for the connection itself. */
export const headerOfSource = {
  CLIENT_IP_SOURCE_UNSPECIFIED: null,
  CLIENT_IP_SOURCE_REMOTE_ADDR: null,
  CLIENT_IP_SOURCE_CF_CONNECTING_IP: 'cf-connecting-ip',
  CLIENT_IP_SOURCE_X_FORWARDED_FOR: 'x-forwarded-for',
  CLIENT_IP_SOURCE_X_REAL_IP: 'x-real-ip',
  CLIENT_IP_SOURCE_TRUE_CLIENT_IP: 'true-client-ip',
} as const satisfies Record<string, string | null>

export type ClientIpSource = keyof typeof headerOfSource

/** The names to offer; UNSPECIFIED is another word for REMOTE_ADDR. */
export const sourceNames = Object.keys(headerOfSource).filter((name) => name !== 'CLIENT_IP_SOURCE_UNSPECIFIED')

export function isClientIpSource(name: string): name is ClientIpSource {
  return Object.hasOwn(headerOfSource, name)
}
