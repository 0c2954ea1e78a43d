import { formatAddress, parseAddress } from '#lib/ip/address'
import { parseEntry } from '#lib/ip/entry'
import { displayNetwork, type Network } from '#lib/ip/network'
import { usage } from '../failure.ts'
import { meant } from './read-cidrs.ts'

/** Reads one address or network. `notices` say what was understood otherwise than written. */
export function readNetwork(text: string): { network: Network; notices: readonly string[] } {
  const parsed = parseEntry(text)
  if (!parsed.ok) throw usage(`${text}: ${parsed.problem.message}${meant(parsed.suggestion)}`)
  const [network, ...more] = parsed.networks
  if (network === undefined || more.length > 0)
    throw usage(`${text} is several networks; name one of them: ${parsed.networks.map(displayNetwork).join(', ')}`)
  return { network, notices: parsed.notices.map(({ message }) => `${text}: ${message}`) }
}

/** Reads one address, in canonical form. */
export function readAddress(text: string): string {
  const address = parseAddress(text)
  if (address !== null) return formatAddress(address)
  const parsed = parseEntry(text)
  throw usage(
    parsed.ok
      ? `${text} is a network; name one address`
      : `${text}: ${parsed.problem.message}${meant(parsed.suggestion)}`,
  )
}
