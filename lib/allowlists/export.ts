import { formatAllowlist } from '#lib/ip/allowlist'
import { displayNetwork, type Network, storedNetwork } from '#lib/ip/network'
import { formatCsvRecord } from './csv.ts'
import { guardCell } from './formula-guard.ts'

export const exportFormats = ['text', 'csv', 'json'] as const
export type ExportFormat = (typeof exportFormats)[number]

/** An entry as a download tells it; `network` is its canonical text. */
export type ExportedEntry = {
  readonly network: string
  readonly note: string | null
  readonly enabled: boolean
  readonly expiresAt: Date | null
  readonly source: string | null
  readonly addedBy: string | null
  readonly addedAt: Date | null
}

/** How each form is served and what its files end in. */
export const exportTypes = {
  text: { type: 'text/plain; charset=utf-8', extension: 'txt' },
  csv: { type: 'text/csv; charset=utf-8; header=present', extension: 'csv' },
  json: { type: 'application/json; charset=utf-8', extension: 'json' },
} as const satisfies Record<ExportFormat, { type: string; extension: string }>

/**
 * A list as a file. Importing it gives the same entries again; the text keeps networks and notes, as the field does, the other
 * two all that is of an entry.
 */
export function exportList(entries: readonly ExportedEntry[], format: ExportFormat): string {
  return writers[format](entries)
}

const writers = {
  text: (entries) => {
    const text = formatAllowlist(entries.map(({ network, note }) => ({ network: readNetwork(network), note })))
    return text === '' ? '' : `${text}\n`
  },
  csv: (entries) => [CSV_HEADER, ...entries.map(csvFields)].map(formatCsvRecord).join(''),
  json: (entries) => `${JSON.stringify(entries.map(jsonObject), null, 2)}\n`,
} satisfies Record<ExportFormat, (entries: readonly ExportedEntry[]) => string>

const CSV_HEADER = ['network', 'note', 'expires_at', 'enabled', 'source', 'added_by', 'added_at']

function csvFields(entry: ExportedEntry): string[] {
  const { network, note, expires_at, enabled, source, added_by, added_at } = jsonObject(entry)
  return [network, note, expires_at, String(enabled), source, added_by, added_at].map((field) => guardCell(field ?? ''))
}

function jsonObject({ network, note, expiresAt, enabled, source, addedBy, addedAt }: ExportedEntry) {
  return {
    network: displayNetwork(readNetwork(network)),
    note,
    expires_at: expiresAt?.toISOString() ?? null,
    enabled,
    source,
    added_by: addedBy,
    added_at: addedAt?.toISOString() ?? null,
  }
}

function readNetwork(text: string): Network {
  const network = storedNetwork(text)
  return network
}

/** Bytes of a file's name without its ending; longer names are refused by some systems. */
const MAX_NAME_LENGTH = 80

/** A file name of plain letters for whatever a key or a list is called; with the day, so that downloads are told apart. */
export function exportFileName(name: string, format: ExportFormat, now: Date): string {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, MAX_NAME_LENGTH)
  return `${plain || 'allowlist'}-${now.toISOString().slice(0, 10)}.${exportTypes[format].extension}`
}
