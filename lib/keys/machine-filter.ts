import { parseAddress } from '#lib/ip/address'
import type { JsonValue } from './key-spec.ts'
import type { KeyStatus } from './rules.ts'
import type { AccessMode } from './views.ts'

/** Which keys a program lists. What is null is not asked for. */
export type MachineFilter = {
  readonly actorId: string | null
  readonly status: Exclude<KeyStatus, 'paused'> | null
  readonly name: { readonly text: string; readonly isPrefix: boolean } | null
  readonly metadata: readonly { readonly path: readonly string[]; readonly value: JsonValue }[]
  readonly accessMode: AccessMode | null
  /** Canonical text of an address that the key admits. */
  readonly admits: string | null
}

export type ParsedFilter = { ok: true; filter: MachineFilter } | { ok: false; message: string }

const MAX_LENGTH = 2000

/**
 * Reads `actor_id="u 1" AND status=KEY_STATUS_ACTIVE`: terms of a field, `=` and a value, joined by AND (any letter case).
 * Values are bare words or JSON strings in double quotes. Each field once; metadata members each once.
 */
export function parseFilter(text: string): ParsedFilter {
  if (text.length > MAX_LENGTH) return refused(`filter has at most ${MAX_LENGTH} characters`)
  let filter: MachineFilter = noMachineFilter
  const seen = new Set<string>()
  let rest = text.trim()
  while (rest !== '') {
    const term = TERM.exec(rest)
    if (term === null) return refused(`filter cannot be read at "${rest.slice(0, 40)}": expected field=value`)
    const [whole, field = '', written = ''] = term
    if (seen.has(field)) return refused(`filter names ${field} twice`)
    seen.add(field)
    const value = readValue(written)
    if (value === null) return refused(`filter has an unreadable value for ${field}`)
    const applied = apply(filter, field, value)
    if (typeof applied === 'string') return refused(applied)
    filter = applied
    rest = rest.slice(whole.length)
    const joint = AND.exec(rest)
    if (rest.trim() === '') break
    if (joint === null)
      return refused(`filter terms are joined by AND, which is missing at "${rest.trim().slice(0, 40)}"`)
    rest = rest.slice(joint[0].length)
    if (rest === '') return refused('filter ends with AND')
  }
  return { ok: true, filter }
}

export const noMachineFilter: MachineFilter = {
  actorId: null,
  status: null,
  name: null,
  metadata: [],
  accessMode: null,
  admits: null,
}

const TERM = /^([A-Za-z_][A-Za-z0-9_.-]*)\s*=\s*("(?:[^"\\]|\\.)*"|[^\s"]+)/
const AND = /^\s+AND\s+/i

type Value = { text: string; quoted: boolean }

function readValue(written: string): Value | null {
  const quoted = written.startsWith('"')
  const text = quoted ? unquoted(written) : written
  return text === null || UNSTORABLE.test(text) ? null : { text, quoted }
}

// PostgreSQL has no such texts, so no key has.
const UNSTORABLE = /[\0\p{Cs}]/u

function unquoted(written: string): string | null {
  try {
    return String(JSON.parse(written))
  } catch {
    return null
  }
}

const FIELDS = 'actor_id, status, name, metadata.<member>, access_mode, admits'

function apply(filter: MachineFilter, field: string, value: Value): MachineFilter | string {
  if (field.startsWith('metadata.')) return withMember(filter, field.slice('metadata.'.length), value)
  const reader = Object.hasOwn(readers, field) ? readers[field] : undefined
  return reader === undefined ? `filter knows no field ${field} (allowed: ${FIELDS})` : reader(filter, value.text)
}

const statuses: Record<string, MachineFilter['status']> = {
  KEY_STATUS_ACTIVE: 'active',
  KEY_STATUS_REVOKED: 'revoked',
  KEY_STATUS_EXPIRED: 'expired',
}

const modes: Record<string, AccessMode> = {
  ACCESS_MODE_OPEN: 'open',
  ACCESS_MODE_ENFORCE: 'enforce',
  ACCESS_MODE_REPORT: 'report',
  open: 'open',
  enforce: 'enforce',
  report: 'report',
}

const readers: Record<string, (filter: MachineFilter, text: string) => MachineFilter | string> = {
  actor_id: (filter, actorId) => ({ ...filter, actorId }),
  name: (filter, text) => {
    const isPrefix = text.endsWith('*')
    return { ...filter, name: { text: isPrefix ? text.slice(0, -1) : text, isPrefix } }
  },
  status: (filter, text) => {
    const status = Object.hasOwn(statuses, text) ? statuses[text] : undefined
    return status == null ? `filter: status must be one of ${Object.keys(statuses).join(', ')}` : { ...filter, status }
  },
  access_mode: (filter, text) => {
    const accessMode = Object.hasOwn(modes, text) ? modes[text] : undefined
    return accessMode === undefined
      ? 'filter: access_mode must be one of open, enforce, report'
      : { ...filter, accessMode }
  },
  admits: (filter, text) =>
    parseAddress(text) === null ? 'filter: admits must be an IP address' : { ...filter, admits: text },
}

function withMember(filter: MachineFilter, path: string, { text, quoted }: Value): MachineFilter | string {
  const parts = path.split('.')
  if (parts.some((part) => part === '')) return `filter cannot read metadata.${path}`
  return { ...filter, metadata: [...filter.metadata, { path: parts, value: quoted ? text : bare(text) }] }
}

/** Unquoted `true`, `null` and numbers are what they look like; other words are texts. */
function bare(text: string): JsonValue {
  if (/^(true|false|null|-?(0|[1-9]\d{0,14})(\.\d{1,15})?)$/.test(text)) return JSON.parse(text) as JsonValue
  return text
}

function refused(message: string): ParsedFilter {
  return { ok: false, message }
}
