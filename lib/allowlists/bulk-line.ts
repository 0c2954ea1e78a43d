import { noteWithoutEntry, readNote } from '#lib/ip/allowlist-note'
import { type ParsedEntry, parseEntry } from '#lib/ip/entry'
import type { RefusedEntry } from '#lib/ip/entry-problem'
import type { Network } from '#lib/ip/network'
import { readExpiryText } from './expiry-text.ts'
import { readSourceName } from './range-source.ts'

/** What is wrong with a line. `at` and `length` mark the offending part of its text. */
export type BulkProblem = {
  readonly message: string
  readonly at: number
  readonly length: number
  readonly suggestion?: string
}

/** What a line says of its networks; what is absent it does not say, and null says "none". */
export type BulkSaying = {
  readonly note?: string | null
  readonly expiresAt?: Date | null
  readonly enabled?: boolean
  readonly source?: string | null
}

/**
 * `comment`: nothing but a remark. `beyond`: here the list becomes too long, and what follows was not read, so that leaving
 * this line out would lose more than it.
 */
export type BulkReading =
  | ({ readonly kind: 'networks'; readonly networks: readonly Network[] } & BulkSaying)
  | { readonly kind: 'comment' }
  | { readonly kind: 'refused'; readonly problem: BulkProblem }
  | { readonly kind: 'beyond'; readonly problem: BulkProblem }

/** One line of a text or file, or one entry of several on a line; `line` and `column` count from 1. */
export type BulkLine = {
  readonly line: number
  readonly column: number
  /** The entry as it stands there. */
  readonly text: string
  readonly reading: BulkReading
}

/** The cells of a table or the members of an object, before they are judged. Absent: it has none of that name. */
export type BulkFields = {
  readonly network: string
  readonly note?: string | undefined
  readonly expires?: string | undefined
  readonly enabled?: string | undefined
  readonly source?: string | undefined
}

/** Judges the fields of one line. An empty field says "none". */
export function readFields(fields: BulkFields): BulkReading {
  const { network, note, expires, enabled, source } = fields
  if (network.startsWith('#')) return { kind: 'comment' }
  const entry = readingOf(parseEntry(network))
  if (entry.kind !== 'networks') return entry
  const readings = [
    noteSaying(note, network),
    saying(expires, (text) => expirySaying(text, network)),
    saying(enabled, (text) => enabledSaying(text, network)),
    saying(source, (text) => sourceSaying(text, network)),
  ]
  const refused = readings.find((reading) => reading.kind === 'refused')
  if (refused !== undefined) return refused
  return Object.assign(entry, ...readings, { kind: 'networks' })
}

/** What the parser of entries says, in the words of this. */
export function readingOf(parsed: ParsedEntry): BulkReading {
  if (parsed.ok) return { kind: 'networks', networks: parsed.networks }
  const { problem, suggestion } = parsed
  if (problem.code === noteWithoutEntry(0).problem.code) return { kind: 'comment' }
  const beyond = problem.code === 'too_many_entries' || problem.code === 'list_too_long'
  const { message, at, length } = problem
  const said = suggestion === undefined ? { message, at, length } : { message, at, length, suggestion }
  return { kind: beyond ? 'beyond' : 'refused', problem: said }
}

type Saying = ({ kind: 'says' } & BulkSaying) | { kind: 'refused'; problem: BulkProblem }

const NOTHING: Saying = { kind: 'says' }

function saying(text: string | undefined, read: (text: string) => Saying): Saying {
  return text === undefined ? NOTHING : read(text.trim())
}

function noteSaying(text: string | undefined, network: string): Saying {
  if (text === undefined) return NOTHING
  const read = readNote(text, network.length)
  return read.ok ? { kind: 'says', note: read.note } : refusedNote(read.refused)
}

function refusedNote({ problem: { message, at, length } }: RefusedEntry): Saying {
  return { kind: 'refused', problem: { message, at, length } }
}

function expirySaying(text: string, network: string): Saying {
  if (text === '') return { kind: 'says', expiresAt: null }
  const expiresAt = readExpiryText(text)
  if (expiresAt !== undefined) return { kind: 'says', expiresAt }
  return refused(
    network,
    `The expiry ${quote(text)} cannot be read. Write a time with its offset, such as 2030-01-31T18:00:00Z, or a date`,
  )
}

const SWITCH = new Map<string, boolean>([
  ['true', true],
  ['yes', true],
  ['on', true],
  ['1', true],
  ['false', false],
  ['no', false],
  ['off', false],
  ['0', false],
])

function enabledSaying(text: string, network: string): Saying {
  if (text === '') return NOTHING
  const enabled = SWITCH.get(text.toLowerCase())
  if (enabled !== undefined) return { kind: 'says', enabled }
  return refused(network, `Whether the entry is on cannot be read from ${quote(text)}. Write true or false`)
}

function sourceSaying(text: string, network: string): Saying {
  if (text === '') return { kind: 'says', source: null }
  if (readSourceName(text) !== null) return { kind: 'says', source: text }
  return refused(network, `${quote(text)} names no published ranges. A source reads like aws:EC2:eu-west-1`)
}

function refused(network: string, message: string): Saying {
  return { kind: 'refused', problem: { message, at: 0, length: network.length } }
}

const SHOWN = 40

function quote(text: string): string {
  return JSON.stringify(text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text)
}
