import { type ListFilters, noFilters } from '#lib/keys/list-filters'
import { paths } from '#lib/paths'

/** The address of the table with some filters changed. What is as by default stays out; any change goes to page one. */
export function filtersAddress(filters: ListFilters, changes: Partial<ListFilters>): string {
  const wanted = { ...filters, page: 1, ...changes }
  const query: Record<string, string> = {}
  for (const [name, value] of Object.entries(wanted)) {
    if (value !== null && value !== noFilters[name as keyof ListFilters]) query[name] = String(value)
  }
  return paths.apiKeys(query)
}
