import { getServers, Resolver } from 'node:dns'

export type DnsServer = { readonly address: string; readonly port: number; readonly family: 4 | 6 }

/**
 * The resolvers to ask, in order.
 *
 * @param configured texts such as `1.1.1.1`, `9.9.9.9:53`, `[2606:4700::1111]:53`; none for the machine's own
 * @throws when a configured text is no address
 */
export function dnsServers(configured: readonly string[] | undefined): readonly DnsServer[] {
  return canonical(configured).map(readServer)
}

function canonical(configured: readonly string[] | undefined): readonly string[] {
  if (configured === undefined) return getServers()
  const resolver = new Resolver()
  resolver.setServers(configured)
  return resolver.getServers()
}

/** Reads what `getServers` prints: `4.4.4.4`, `4.4.4.4:1053`, `2001:db8::1`, `[2001:db8::1]:1053`. */
function readServer(text: string): DnsServer {
  const bracketed = /^\[(.+)\]:(\d+)$/.exec(text)
  if (bracketed) return { address: bracketed[1] ?? '', port: Number(bracketed[2]), family: 6 }
  const [address = '', port, ...more] = text.split(':')
  if (more.length > 0) return { address: text, port: 53, family: 6 }
  return { address, port: port === undefined ? 53 : Number(port), family: 4 }
}
