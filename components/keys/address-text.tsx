import { Fragment } from 'react'

/** An address in a narrow column: a long one breaks behind its colons, not inside a group. */
export function AddressText({ address }: { address: string }) {
  const groups = address.split(/(?<=:)/)
  return (
    <span className="address wrap-anywhere">
      {groups.map((group, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the groups of an address repeat and never move
        <Fragment key={place}>
          {group}
          <wbr />
        </Fragment>
      ))}
    </span>
  )
}
