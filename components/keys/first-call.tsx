'use client'

import { ButtonLink } from '#components/ui/button-link'
import { Callout } from '#components/ui/callout'
import { Spinner } from '#components/ui/spinner'
import { paths, withQuery } from '#lib/paths'
import { AddressText } from './address-text.tsx'
import { type SeenFirstCall, useFirstCall } from './use-first-call.ts'

export type FirstCallProps = { keyId: string }

/** A new key's first call, as it comes in: that the key works, and from where. */
export function FirstCall({ keyId }: FirstCallProps) {
  const call = useFirstCall(keyId)
  return (
    <div role="status">
      {call === null ? (
        <p className="flex items-center gap-2 text-muted">
          <Spinner /> Waiting for the first call with this key. It appears here.
        </p>
      ) : (
        <Seen call={call} keyId={keyId} />
      )}
    </div>
  )
}

function Seen({ call, keyId }: { call: SeenFirstCall; keyId: string }) {
  const { address, isAllowed, isOpen } = call
  const from = address === null ? 'an address that could not be determined' : <AddressText address={address} />
  const toEdit = address === null ? null : withQuery(paths.editApiKey(keyId), { add: address })
  if (!isAllowed) {
    return (
      <Callout
        tone="warning"
        title={<>A call from {from} was refused</>}
        actions={toEdit && <Link href={toEdit}>Put it on the list</Link>}
      >
        The key works, but its list does not admit this address.
      </Callout>
    )
  }
  return (
    <Callout
      tone="success"
      title={<>First call from {from} just now</>}
      actions={isOpen && toEdit && <Link href={toEdit}>Restrict the key to it</Link>}
    >
      {isOpen ? 'The key works, from any address. It could be kept to where it is called from.' : 'The key works.'}
    </Callout>
  )
}

function Link({ href, children }: { href: string; children: string }) {
  return (
    <ButtonLink href={href} size="small">
      {children}
    </ButtonLink>
  )
}
