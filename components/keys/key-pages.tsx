import { ButtonLink } from '#components/ui/button-link'
import { CardFooter } from '#components/ui/card'
import type { ListFilters } from '#lib/keys/list-filters'
import { filtersAddress } from './filters-address.ts'

export type KeyPagesProps = { filters: ListFilters; page: number; pages: number; total: number }

/** How many keys there are, and the way to those that are not on this page. */
export function KeyPages({ filters, page, pages, total }: KeyPagesProps) {
  return (
    <CardFooter>
      <span role="status" className="figures">
        {total === 1 ? '1 key' : `${total.toLocaleString('en-US')} keys`}
        {pages > 1 && `, page ${page} of ${pages}`}
      </span>
      {pages > 1 && (
        <nav aria-label="Pages" className="flex gap-2">
          {page > 1 && (
            <ButtonLink size="small" href={filtersAddress(filters, { page: page - 1 })}>
              Previous
            </ButtonLink>
          )}
          {page < pages && (
            <ButtonLink size="small" href={filtersAddress(filters, { page: page + 1 })}>
              Next
            </ButtonLink>
          )}
        </nav>
      )}
    </CardFooter>
  )
}
