import { parseEntry } from '#lib/ip/entry'
import { formatNetwork, type Network } from '#lib/ip/network'
import { usage } from '../failure.ts'
import { isRecord } from '../http/problem.ts'
import { meant } from './read-cidrs.ts'

/** One network of a declared list. */
export type DeclaredEntry = {
  readonly network: Network
  /** As written, or the network's canonical text where a range stands for several. */
  readonly cidr: string
  /** Undefined leaves the note that is there. */
  readonly note: string | undefined
  /** Null is for good. */
  readonly expires: Date | null
}

/** The list that a key shall have. `open` says so in so many words; an empty list never does. */
export type Declared = { readonly key: string; readonly open: boolean; readonly entries: readonly DeclaredEntry[] }

/**
 * Reads a file of allowlists: `keys:`, then by id or unique name `cidrs:` or `open: true`. Strict, because a mistyped
 * name read as "nothing" would empty a list. Throws with the first problem and where it is.
 */
export async function readDeclarations(text: string): Promise<readonly Declared[]> {
  const { parseDocument } = await import('yaml')
  // failsafe: every scalar is text, so that a key named 0123 or no stays what it is.
  const document = parseDocument(text, { schema: 'failsafe' })
  const [problem] = document.errors
  // Its later lines draw the place.
  if (problem !== undefined) throw usage(problem.message.split('\n', 1)[0]?.replace(/:$/, '') ?? 'is not YAML')
  const file = recordAt(document.toJS(), 'the file', ['keys'])
  const keys = recordAt(file.keys, 'keys')
  if (Object.keys(keys).length === 0) throw usage('keys: declares no key')
  return Object.entries(keys).map(([key, value]) => readKey(key, value))
}

function readKey(key: string, value: unknown): Declared {
  const record = recordAt(value, key, ['cidrs', 'open'])
  const open = record.open === 'true'
  if (record.open !== undefined && !open && record.open !== 'false') throw usage(`${key}: open is true or false`)
  const list = record.cidrs ?? (open ? [] : undefined)
  if (!Array.isArray(list)) throw usage(`${key}: cidrs is not a list`)
  if (open && list.length > 0) throw usage(`${key}: has cidrs and is open; it can be one of the two`)
  if (!open && list.length === 0)
    throw usage(`${key}: the list is empty; to let the key work from any address, say open: true`)
  const entries = list.flatMap((item, i) => readEntry(item, `${key}: cidrs[${i}]`))
  refuseTwice(key, entries)
  return { key, open, entries }
}

function readEntry(value: unknown, where: string): readonly DeclaredEntry[] {
  const record = typeof value === 'string' ? { cidr: value } : recordAt(value, where, ['cidr', 'note', 'expires'])
  const { cidr, note, expires } = record as Record<string, unknown>
  if (typeof cidr !== 'string') throw usage(`${where}: has no cidr`)
  if (note !== undefined && typeof note !== 'string') throw usage(`${where}: the note is not text`)
  const parsed = parseEntry(cidr)
  if (!parsed.ok) throw usage(`${where}: ${cidr}: ${parsed.problem.message}${meant(parsed.suggestion)}`)
  const time = readTime(expires, where)
  const isRange = cidr.includes('-')
  return parsed.networks.map((network) => ({
    network,
    cidr: isRange ? formatNetwork(network) : cidr,
    note,
    expires: time,
  }))
}

/** RFC 3339, with the offset: a time without one would mean another moment on every machine. */
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/

function readTime(value: unknown, where: string): Date | null {
  if (value === undefined) return null
  if (typeof value !== 'string' || !TIME.test(value) || Number.isNaN(Date.parse(value)))
    throw usage(`${where}: expires is a time such as 2027-01-31T18:00:00Z`)
  return new Date(value)
}

function refuseTwice(key: string, entries: readonly DeclaredEntry[]): void {
  const seen = new Set<string>()
  for (const { network } of entries) {
    const text = formatNetwork(network)
    if (seen.has(text)) throw usage(`${key}: ${text} is there twice`)
    seen.add(text)
  }
}

function recordAt(value: unknown, where: string, names?: readonly string[]): Readonly<Record<string, unknown>> {
  if (!isRecord(value)) throw usage(`${where}: is not a mapping`)
  const strange = names === undefined ? undefined : Object.keys(value).find((name) => !names.includes(name))
  if (strange !== undefined) throw usage(`${where}: ${strange} is not known; it may have ${names?.join(', ')}`)
  return value
}
