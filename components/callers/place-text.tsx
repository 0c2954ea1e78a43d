import { AddressText } from '#components/keys/address-text'
import type { RefusedGroup } from '#lib/traffic/refused-groups'

/** Addresses named before the rest is only counted. */
const NAMED = 3

/** From where calls came: an address, a network with the addresses that are known of it, or in words. */
export function PlaceText({ group: { place, text, addresses } }: { group: RefusedGroup }) {
  if (place === null || text === null) return <span className="text-muted">Unknown address</span>
  if (place.prefixBits === 0) {
    return (
      <span>
        Other IPv{place.family} addresses
        <span className="block text-muted text-xs">Too many called to keep them apart.</span>
      </span>
    )
  }
  const isNetwork = addresses[0] !== text
  return (
    <span>
      <AddressText address={text} />
      {isNetwork && (
        <span className="block text-muted text-xs">
          {addresses.length === 0 ? (
            'Many addresses of one network'
          ) : (
            <>
              {addresses.slice(0, NAMED).map((address) => (
                <span key={address} className="block">
                  <AddressText address={address} />
                </span>
              ))}
              {addresses.length > NAMED && `and ${addresses.length - NAMED} more`}
            </>
          )}
        </span>
      )}
    </span>
  )
}
