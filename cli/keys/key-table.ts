import type { View } from '../output.ts'
import type { Column } from '../terminal/table.ts'
import type { KeyResource } from '../wire.ts'

const columns: readonly Column[] = [
  { title: 'KEY ID' },
  { title: 'NAME', shrinks: true },
  { title: 'ACTOR ID', shrinks: true },
  { title: 'STATUS' },
  { title: 'SCOPES', shrinks: true },
  { title: 'ALLOWED IPS', shrinks: true },
]

/** A list of keys in all forms. */
export function keysView(value: unknown, keys: readonly KeyResource[]): View {
  return { value, human: { columns, rows: keys.map(row) }, quiet: keys.map(({ key_id = '' }) => key_id) }
}

/** A key with the secret that is shown once. */
export function secretView(value: unknown, key: KeyResource, secret: string): View {
  const human = { columns: [...columns, { title: 'SECRET' }], rows: [[...row(key), secret]] }
  return { value, human, quiet: secret === '' ? [] : [secret] }
}

function row(key: KeyResource): readonly string[] {
  const { key_id = '', name = '', actor_id = '', scopes = [] } = key
  return [key_id, name, actor_id, statusText(key), scopes.join(','), allowedText(key)]
}

/** `ACTIVE` of KEY_STATUS_ACTIVE. */
export function shortName(name: string | undefined, prefix: string): string {
  return name?.startsWith(prefix) ? name.slice(prefix.length) : (name ?? '')
}

function statusText({ status, paused_time, staff_hold }: KeyResource): string {
  const text = shortName(status, 'KEY_STATUS_')
  if (staff_hold) return `${text} (paused by staff)`
  return paused_time ? `${text} (paused)` : text
}

/** Lists have up to 10,000 entries, and a table that is read by `less` is cut by nobody. */
const SHOWN = 10

/** `any`, the entries in force, or `none`: an enforcing key without entries refuses everyone. */
export function allowedText({ access_mode, ip_restriction }: KeyResource): string {
  const cidrs = ip_restriction?.allowed_cidrs ?? []
  if (access_mode === 'ACCESS_MODE_OPEN' || (access_mode === undefined && cidrs.length === 0)) return 'any'
  const more = cidrs.length > SHOWN ? `, and ${cidrs.length - SHOWN} more` : ''
  const text = cidrs.length === 0 ? 'none' : `${cidrs.slice(0, SHOWN).join(', ')}${more}`
  return access_mode === 'ACCESS_MODE_REPORT' ? `${text} (report only)` : text
}
