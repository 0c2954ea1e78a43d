/** What staff take out, each as rows in the order of their cursor. */
export const exportKinds = ['keys', 'entries', 'findings', 'events'] as const
export type ExportKind = (typeof exportKinds)[number]

export const exportFormats = ['csv', 'ndjson'] as const
export type ExportFormat = (typeof exportFormats)[number]

/** How each form is served and what its files end in. */
export const exportTypes = {
  csv: { label: 'CSV', type: 'text/csv; charset=utf-8; header=present', extension: 'csv' },
  ndjson: { label: 'NDJSON', type: 'application/x-ndjson; charset=utf-8', extension: 'ndjson' },
} as const satisfies Record<ExportFormat, { label: string; type: string; extension: string }>

/** Headers of an export's answer: how many rows there are from here on, and whether that was counted or estimated. */
export const totalHeader = 'X-Total-Rows'
export const totalKindHeader = 'X-Total-Rows-Kind'

export function isExportKind(text: string): text is ExportKind {
  return (exportKinds as readonly string[]).includes(text)
}

export function isExportFormat(text: string): text is ExportFormat {
  return (exportFormats as readonly string[]).includes(text)
}
