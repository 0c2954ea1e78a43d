/** What can be found, with the text of `searchText`. */
export type SearchEntry = { readonly id: string; readonly text: string }

/** The ids of the entries that hold every word of the query, in any order. */
export function findEntries(entries: readonly SearchEntry[], query: string): ReadonlySet<string> {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  return new Set(entries.filter(({ text }) => words.every((word) => text.includes(word))).map(({ id }) => id))
}
