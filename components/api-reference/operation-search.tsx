import { SearchInput } from '#components/ui/search-input'
import { paths } from '#lib/paths'

/** Looks through all sections: a form that asks the overview. */
export function OperationSearch() {
  return (
    <search className="min-w-0 flex-1">
      <form action={paths.apiReference()}>
        <SearchInput label="Find an operation" />
      </form>
    </search>
  )
}
