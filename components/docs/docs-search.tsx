import { Search } from 'lucide-react'
import { Input } from '#components/ui/input'
import { paths } from '#lib/paths'

/** A form that asks the server; it needs no script. */
export function DocsSearch({ query = '' }: { query?: string | undefined }) {
  return (
    <search className="min-w-0 flex-1 lg:flex-none">
      <form action={paths.docs()}>
        <Input
          key={query}
          type="text"
          name="q"
          inputMode="search"
          enterKeyHint="search"
          autoComplete="off"
          spellCheck={false}
          maxLength={200}
          aria-label="Search the documentation"
          placeholder="Search the documentation"
          defaultValue={query}
          leading={<Search aria-hidden="true" />}
        />
      </form>
    </search>
  )
}
