import { readSourceName } from '#lib/allowlists/range-source'
import { rangeFileNames } from '#lib/ranges/range-file'

const providers: Readonly<Record<string, { provider: string }>> = rangeFileNames

/** Whose published range file an entry was imported from; one that a newer version wrote is shown as it is. */
export function sourceWords(source: string): string {
  const kind = readSourceName(source)?.kind ?? source
  return providers[kind]?.provider ?? kind
}
