import { SearchInput } from '#components/ui/search-input'
import { paths } from '#lib/paths'

/** A form that asks the server; it needs no script. */
export function DocsSearch({ query = '' }: { query?: string | undefined }) {
  return (
    <search className="min-w-0 flex-1 lg:flex-none">
      <form action={paths.docs()}>
        <SearchInput key={query} label="Search the documentation" maxLength={200} defaultValue={query} />
      </form>
    </search>
  )
}
