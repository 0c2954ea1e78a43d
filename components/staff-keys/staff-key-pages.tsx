import { ButtonLink } from '#components/ui/button-link'
import { CardFooter } from '#components/ui/card'
import type { StaffKeyPage } from '#lib/key-profiles/list-keys'
import type { KeyListState } from '#lib/key-profiles/list-query'
import { listAddress } from './list-address.ts'

type StaffKeyPagesProps = { state: KeyListState; page: Pick<StaffKeyPage, 'total' | 'isMore' | 'previous' | 'next'> }

/** How many keys there are, and the way to those that are not on this page. */
export function StaffKeyPages({ state, page: { total, isMore, previous, next } }: StaffKeyPagesProps) {
  return (
    <CardFooter>
      <span role="status" className="figures">
        {isMore
          ? `${total.toLocaleString('en-US')}+ keys`
          : total === 1
            ? '1 key'
            : `${total.toLocaleString('en-US')} keys`}
      </span>
      {(previous !== null || next !== null) && (
        <nav aria-label="Pages" className="flex gap-2">
          {previous !== null && (
            <ButtonLink size="small" href={listAddress(state, { cursor: previous })}>
              Previous
            </ButtonLink>
          )}
          {next !== null && (
            <ButtonLink size="small" href={listAddress(state, { cursor: next })}>
              Next
            </ButtonLink>
          )}
        </nav>
      )}
    </CardFooter>
  )
}
