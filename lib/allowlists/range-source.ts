/**
 * The name of what was imported from a file of published ranges: the kind of file, the services and the regions that were
 * chosen, `aws:EC2:eu-west-1`. `*` is all of them, also those that a later file brings. Importing under the same name again
 * replaces exactly the entries that bear it.
 */
export type SourceName = {
  readonly kind: string
  /** Null: all. */
  readonly services: readonly string[] | null
  /** Null: all, or the file tells none. */
  readonly regions: readonly string[] | null
}

/** UTF-16 code units of a whole name: some hundred services and regions. */
export const MAX_SOURCE_LENGTH = 2_000

const KIND = /^[a-z][a-z0-9-]{0,39}$/
const ALL = '*'

/** The same choice has the same name, in whatever order it was made. */
export function formatSourceName({ kind, services, regions }: SourceName): string {
  return `${kind}:${partOf(services)}:${partOf(regions)}`
}

/** Null: it is none that `formatSourceName` writes. */
export function readSourceName(text: string): SourceName | null {
  if (text.length > MAX_SOURCE_LENGTH) return null
  const [kind = '', services, regions, ...more] = text.split(':')
  if (!KIND.test(kind) || services === undefined || regions === undefined || more.length > 0) return null
  const read = { kind, services: namesOf(services), regions: namesOf(regions) }
  if (read.services === undefined || read.regions === undefined) return null
  const name = { kind, services: read.services, regions: read.regions }
  return formatSourceName(name) === text ? name : null
}

function partOf(names: readonly string[] | null): string {
  if (names === null) return ALL
  return [...new Set(names)].map(escaped).sort().join('+')
}

function namesOf(part: string): string[] | null | undefined {
  if (part === ALL) return null
  try {
    return part.split('+').map(decodeURIComponent)
  } catch {
    return undefined
  }
}

/** The marks of the name itself, blanks and everything that is not plain text. */
function escaped(name: string): string {
  return encodeURIComponent(name).replace(/[*]/g, '%2A')
}
