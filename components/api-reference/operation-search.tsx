import { Search } from 'lucide-react'
import { Input } from '#components/ui/input'
import { paths } from '#lib/paths'

/** Looks through all sections: a form that asks the overview. */
export function OperationSearch() {
  return (
    <search className="min-w-0 flex-1">
      <form action={paths.apiReference()}>
        <Input
          type="text"
          name="q"
          inputMode="search"
          enterKeyHint="search"
          autoComplete="off"
          spellCheck={false}
          aria-label="Find an operation"
          placeholder="Find an operation"
          leading={<Search aria-hidden="true" />}
        />
      </form>
    </search>
  )
}
