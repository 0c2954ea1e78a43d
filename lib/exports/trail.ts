import { randomUUID } from 'node:crypto'
import type { StaffActor } from '#lib/audit/actor'
import { record } from '#lib/audit/record'
import { transaction } from '#lib/db'
import { log } from '#lib/log'
import type { ExportFormat, ExportKind } from './kinds.ts'

/** What is taken out. `filter` as the address had it; `after`: the cursor that it goes on behind. */
export type ExportTold = {
  readonly kind: ExportKind
  readonly format: ExportFormat
  readonly filter: Readonly<Record<string, string>>
  readonly after: string | null
}

/** `cancelled`: whoever took it went away. */
export type ExportEnd = {
  readonly outcome: 'complete' | 'cancelled' | 'failed'
  readonly rows: number
  readonly last: string | null
}

/** Nothing leaves before this is written. Both events of an export carry its id. */
export async function recordBegin(actor: StaffActor, told: ExportTold): Promise<string> {
  const id = randomUUID()
  await transaction((tx) =>
    record(tx, { actor, action: 'staff.export', workspaceId: null, keyId: id, after: { export: id, ...told } }),
  )
  return id
}

/** The rows are gone by then, so a trail that cannot be written is told to the log. */
export async function recordEnd(actor: StaffActor, id: string, end: ExportEnd): Promise<void> {
  try {
    await transaction((tx) =>
      record(tx, { actor, action: 'staff.export_end', workspaceId: null, keyId: id, after: { export: id, ...end } }),
    )
  } catch (error) {
    log.error({ err: error, export: id, ...end }, 'the end of an export could not be recorded')
  }
}
