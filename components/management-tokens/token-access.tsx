import { AddressText } from '#components/keys/address-text'
import type { TokenRow } from '#lib/management-tokens/views'
import { accessLines } from '#lib/management-tokens/words'

type Access = Pick<TokenRow, 'accessMode' | 'networks' | 'networkCount'>

/** "Any address", or the first few networks, one a line. */
export function TokenAccess({ token }: { token: Access }) {
  if (token.accessMode === 'open' || token.networkCount === 0) return <span>{accessLines(token)[0]}</span>
  return (
    <ul>
      {accessLines(token).map((line) => (
        <li key={line} className="figures">
          {token.networks.includes(line) ? <AddressText address={line} /> : <span className="text-muted">{line}</span>}
        </li>
      ))}
    </ul>
  )
}
