import type { Imported } from '#lib/allowlists/import-list'

/** "12 entries added, 3 removed". */
export function importedWords({ added, removed, changed }: Imported): string {
  const parts = [
    added > 0 ? `${entries(added)} added` : null,
    removed > 0 ? `${removed.toLocaleString('en-US')} removed` : null,
    added + removed === 0 && changed > 0 ? `${entries(changed)} changed` : null,
  ].filter((part) => part !== null)
  return parts.length === 0 ? 'nothing had to change' : parts.join(', ')
}

function entries(count: number): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? 'entry' : 'entries'}`
}
