import { parseEntry } from '#lib/ip/entry'
import { displayNetwork, type Network } from '#lib/ip/network'
import { actionsOf } from './action-groups.ts'
import type { Door } from './actor.ts'

/** What of the audit trail is wanted; null: whatever it is. */
export type TrailFilter = {
  /** An e-mail address, the name of a token, or an id. */
  readonly actor: string | null
  /** An id, or part of the name of a key or named list. */
  readonly key: string | null
  /** An id or a name. */
  readonly workspace: string | null
  readonly address: Network | null
  /** An action, or a group of them as "key.*". */
  readonly action: string | null
  readonly door: Door | null
  /** From this moment on, and before that one. */
  readonly from: Date | null
  readonly to: Date | null
  /** Only what staff did as staff. */
  readonly staff: boolean
}

export const everyEvent: TrailFilter = {
  ...{ actor: null, key: null, workspace: null, address: null, action: null, door: null, from: null, to: null },
  staff: false,
}

type Raw = Readonly<Record<string, string | string[] | undefined>>

/** What an address or a query says. `problems`: what could not be read, by its name, and counts as not said. */
export type ReadTrailFilter = {
  readonly filter: TrailFilter
  readonly problems: Readonly<Partial<Record<keyof TrailFilter, string>>>
}

const doors = ['dashboard', 'api', 'cli', 'server'] as const satisfies readonly Door[]

export function readTrailFilter(raw: Raw): ReadTrailFilter {
  const problems: Partial<Record<keyof TrailFilter, string>> = {}
  const read = <T>(name: keyof TrailFilter, parse: (text: string) => T | null, problem: string): T | null => {
    const text = first(raw[name])
    const value = text === '' ? null : parse(text)
    if (text !== '' && value === null) problems[name] = problem
    return value
  }
  const asText = (text: string) => (text.length > 300 ? null : text)
  const tooLong = 'At most 300 characters.'
  const filter = {
    actor: read('actor', asText, tooLong),
    key: read('key', asText, tooLong),
    workspace: read('workspace', asText, tooLong),
    address: read('address', networkIn, 'Enter an address, or a network such as 203.0.113.0/24.'),
    action: read('action', (text) => (actionsOf(text) === null ? null : text), 'There is no such action.'),
    door: read('door', (text) => doors.find((door) => door === text) ?? null, 'There is no such way in.'),
    from: read('from', momentIn, 'Enter a date and time.'),
    to: read('to', momentIn, 'Enter a date and time.'),
    staff: first(raw.staff) === '1',
  }
  return { filter, problems }
}

/** The other way round, for links. */
export function trailQuery(filter: TrailFilter): Record<string, string | undefined> {
  const { actor, key, workspace, address, action, door, from, to, staff } = filter
  return {
    ...{ actor: actor ?? undefined, key: key ?? undefined, workspace: workspace ?? undefined },
    address: address === null ? undefined : displayNetwork(address),
    ...{ action: action ?? undefined, door: door ?? undefined, from: momentText(from), to: momentText(to) },
    staff: staff ? '1' : undefined,
  }
}

export function isEveryEvent(filter: TrailFilter): boolean {
  return Object.values(trailQuery(filter)).every((value) => value === undefined)
}

function networkIn(text: string): Network | null {
  const parsed = parseEntry(text)
  const [network, ...more] = parsed.ok ? parsed.networks : []
  return network !== undefined && more.length === 0 ? network : null
}

// What a date field of a browser sends has no zone; here it is UTC, as the field says.
const MOMENT = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)?)?$/

function momentIn(text: string): Date | null {
  if (!MOMENT.test(text)) return null
  const moment = new Date(/T.*(Z|[+-]\d\d:\d\d)$/.test(text) || !text.includes('T') ? text : `${text}Z`)
  return Number.isNaN(moment.getTime()) ? null : moment
}

/** As a date field takes it: UTC without its zone, and without seconds that are none. */
function momentText(moment: Date | null): string | undefined {
  return moment?.toISOString().replace(/(:00)?\.000Z$|Z$/, '')
}

function first(value: string | string[] | undefined): string {
  return ((Array.isArray(value) ? value[0] : value) ?? '').trim()
}
