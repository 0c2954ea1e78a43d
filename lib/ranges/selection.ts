import { formatSourceName, MAX_SOURCE_LENGTH, type SourceName } from '#lib/allowlists/range-source'
import { union } from '#lib/ip/algebra'
import { MAX_NOTE_LENGTH } from '#lib/ip/allowlist-note'
import type { Network } from '#lib/ip/network'
import { type PublishedRange, type RangeFile, rangeFileNames } from './range-file.ts'

/** Which services and regions; null is all, also those that a later file brings. */
export type RangeChoice = { readonly services: readonly string[] | null; readonly regions: readonly string[] | null }

/** One thing to choose by, with how many ranges it has under the other choice. */
export type Facet = { readonly name: string; readonly count: number }

/** What becomes of a choice: the fewest networks for exactly its addresses, under one note and one source. */
export type SelectedRanges = {
  readonly source: string
  readonly note: string
  readonly networks: readonly Network[]
  /** As the file has them, before they were put together. */
  readonly rangeCount: number
}

/** The services of the regions that are chosen, and the regions of the services. */
export function facetsOf(
  { ranges }: RangeFile,
  choice: RangeChoice,
): { services: readonly Facet[]; regions: readonly Facet[] } {
  const everyService = namesOf(ranges, (range) => range.service)
  const everyRegion = namesOf(ranges, (range) => range.region)
  const inRegions = ranges.filter((range) => isChosen(choice.regions, range.region))
  const ofServices = ranges.filter((range) => isChosen(choice.services, range.service))
  return {
    services: counted(everyService, inRegions, (range) => range.service),
    regions: counted(everyRegion, ofServices, (range) => range.region),
  }
}

/** Never wider than what is published, and never narrower. */
export function selectRanges(file: RangeFile, choice: RangeChoice): SelectedRanges {
  const chosen = file.ranges.filter(
    (range) => isChosen(choice.services, range.service) && isChosen(choice.regions, range.region),
  )
  return {
    source: formatSourceName({ kind: file.kind, ...choice }),
    note: noteOf(file, choice),
    networks: union(
      chosen.map((range) => range.network),
      [],
    ),
    rangeCount: chosen.length,
  }
}

/** Names of the choice that the file does not have: misspelt, or gone since. */
export function unknownNames({ ranges }: RangeFile, { services, regions }: RangeChoice): readonly string[] {
  const [knownServices, knownRegions] = [
    new Set(namesOf(ranges, (range) => range.service)),
    new Set(namesOf(ranges, (range) => range.region)),
  ]
  return [
    ...(services ?? []).filter((name) => !knownServices.has(name)),
    ...(regions ?? []).filter((name) => !knownRegions.has(name)),
  ]
}

/** The choice that a source was made by; null when it is of another kind of file. */
export function choiceOfSource(file: RangeFile, { kind, services, regions }: SourceName): RangeChoice | null {
  return kind === file.kind ? { services, regions } : null
}

/** So many names that the source cannot bear them; "all" says the same in one mark. */
export function isTooMany({ source }: Pick<SelectedRanges, 'source'>): boolean {
  return source.length > MAX_SOURCE_LENGTH
}

/** `AWS EC2 eu-west-1`; `AWS EC2, S3 in 12 regions`. */
function noteOf({ kind }: RangeFile, { services, regions }: RangeChoice): string {
  const { provider } = rangeFileNames[kind]
  const parts = [provider, services === null ? '' : named(services, 'services'), regionsText(regions)]
  return parts
    .filter((part) => part !== '')
    .join(' ')
    .slice(0, MAX_NOTE_LENGTH)
}

const MOST_NAMED = 3

function named(names: readonly string[], what: string): string {
  return names.length > MOST_NAMED ? `${names.length} ${what}` : [...names].sort().join(', ')
}

function regionsText(regions: readonly string[] | null): string {
  if (regions === null) return ''
  return regions.length > MOST_NAMED ? `in ${regions.length} regions` : named(regions, 'regions')
}

function isChosen(names: readonly string[] | null, name: string | null): boolean {
  return names === null || (name !== null && names.includes(name))
}

function namesOf(ranges: readonly PublishedRange[], name: (range: PublishedRange) => string | null): readonly string[] {
  return [...new Set(ranges.map(name))].filter((found) => found !== null).sort()
}

function counted(
  names: readonly string[],
  ranges: readonly PublishedRange[],
  name: (range: PublishedRange) => string | null,
): readonly Facet[] {
  const counts = new Map<string | null, number>()
  for (const range of ranges) counts.set(name(range), (counts.get(name(range)) ?? 0) + 1)
  return names.map((one) => ({ name: one, count: counts.get(one) ?? 0 }))
}
