import { type BulkColumn, columnOf, soundsDecisive } from './bulk-columns.ts'
import { type BulkFields, type BulkLine, readFields } from './bulk-line.ts'
import type { BulkFile } from './bulk-read.ts'
import { elementPlaces } from './json-places.ts'

const STEP = 300
const SHAPE = 'Expected an array of texts, or of objects such as {"network": "192.0.2.0/24", "note": "Office"}.'

/** Reads a JSON array of networks or of entries, with pauses; also the answers of the admin API that hold one. */
export function* readJsonFile(text: string): Generator<void, BulkFile> {
  const parsed = parse(text)
  if (!parsed.ok) return { ok: false, line: null, message: `This is not valid JSON: ${parsed.message}` }
  const found = arrayOf(parsed.value)
  if (found === null) return { ok: false, line: null, message: `This JSON holds no list. ${SHAPE}` }
  const places = elementPlaces(text, found.member)
  const lines: BulkLine[] = []
  const ignored = new Set<string>()
  for (const [index, element] of found.elements.entries()) {
    const { line = index + 1, column = 1 } = places[index] ?? {}
    const { text: shown, reading, unknown } = readElement(element)
    lines.push({ line, column, text: shown, reading })
    for (const name of unknown) ignored.add(name)
    if (lines.length % STEP === 0) yield
  }
  return { ok: true, lines, ignored: [...ignored] }
}

function parse(text: string): { ok: true; value: unknown } | { ok: false; message: string } {
  try {
    return { ok: true, value: JSON.parse(text) }
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : 'it cannot be read' }
  }
}

const MEMBERS = ['entries', 'allowed_cidrs'] as const

function arrayOf(value: unknown): { elements: readonly unknown[]; member: string | null } | null {
  if (Array.isArray(value)) return { elements: value, member: null }
  if (!isObject(value)) return null
  const member = MEMBERS.find((name) => Array.isArray(value[name]))
  const elements = member === undefined ? null : value[member]
  return member === undefined || !Array.isArray(elements) ? null : { elements, member }
}

type Element = Pick<BulkLine, 'text' | 'reading'> & { unknown: readonly string[] }

function readElement(element: unknown): Element {
  if (typeof element === 'string') {
    const network = element.trim()
    return { text: network, reading: readFields({ network }), unknown: [] }
  }
  if (!isObject(element)) return refused(JSON.stringify(element) ?? '', SHAPE)
  const members = membersOf(element)
  const { network = '' } = members.fields
  const decisive = members.unknown.find(soundsDecisive)
  if (members.problem !== null) return refused(network, members.problem)
  if (network === '') return refused(JSON.stringify(element), `This object names no network. ${SHAPE}`)
  if (decisive !== undefined) {
    return refused(
      network,
      `${JSON.stringify(decisive)} is not known here, and it could decide who is admitted. The names are expires_at and enabled.`,
    )
  }
  return { text: network, reading: readFields({ ...members.fields, network }), unknown: members.unknown }
}

type Members = { fields: Partial<BulkFields>; unknown: readonly string[]; problem: string | null }

function membersOf(element: Readonly<Record<string, unknown>>): Members {
  const fields: Partial<Record<BulkColumn, string>> = {}
  const unknown: string[] = []
  let problem: string | null = null
  for (const [name, value] of Object.entries(element)) {
    const column = columnOf(name)
    if (column === null) unknown.push(name)
    if (column === null || column === 'told' || fields[column] !== undefined) continue
    const text = fieldText(column, value)
    if (text === undefined)
      problem ??= `${JSON.stringify(name)} must be ${column === 'enabled' ? 'true or false' : 'a text'}.`
    else fields[column] = column === 'network' ? text.trim() : text
  }
  return { fields, unknown, problem }
}

/** Undefined: it is of the wrong kind. Null says "none". */
function fieldText(column: BulkColumn, value: unknown): string | undefined {
  if (column === 'enabled') return typeof value === 'boolean' ? String(value) : undefined
  if (value === null && column !== 'network') return ''
  return typeof value === 'string' ? value : undefined
}

const MAX_SHOWN = 200

function refused(text: string, message: string): Element {
  const shown = text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text
  return { text: shown, reading: { kind: 'refused', problem: { message, at: 0, length: shown.length } }, unknown: [] }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
