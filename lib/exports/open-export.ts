import type { StaffActor } from '#lib/audit/actor'
import { ok, type Result, refuse } from '#lib/errors'
import { exportTypes, totalHeader, totalKindHeader } from './kinds.ts'
import { readExport } from './read-export.ts'
import { takeSlot } from './slots.ts'
import type { ExportTotal } from './source.ts'
import { exportStream } from './stream.ts'
import { recordBegin, recordEnd } from './trail.ts'

/** An export that is about to leave. `headers` is name, value, name, value… */
export type OpenedExport = { readonly contentType: string; readonly headers: readonly string[] }

export type ExportRefusal = 'invalid' | 'too_many'

/** What an export of this address would be: its headers alone, for who only asks. Nothing is taken out, nothing recorded. */
export async function describeExport(kind: string, query: URLSearchParams): Promise<Result<OpenedExport, 'invalid'>> {
  const asked = await readExport(kind, query)
  if (!asked.ok) return asked
  const { told, rows } = asked.value
  return ok(described(told, await rows.total(told.after)))
}

/** Begins an export: recorded first, then streamed. */
export async function openExport(
  actor: StaffActor,
  kind: string,
  query: URLSearchParams,
): Promise<Result<OpenedExport & { readonly body: ReadableStream<Uint8Array> }, ExportRefusal>> {
  const asked = await readExport(kind, query)
  if (!asked.ok) return asked
  const giveBack = takeSlot()
  if (giveBack === null) return refuse('too_many', 'Other exports are running. Try again when one of them is done.')
  const { told, rows } = asked.value
  try {
    const total = await rows.total(told.after)
    const id = await recordBegin(actor, told)
    const body = exportStream({
      ...{ rows, format: told.format, after: told.after },
      async onEnd(end) {
        giveBack()
        await recordEnd(actor, id, end)
      },
    })
    return ok({ ...described(told, total), body })
  } catch (error) {
    giveBack()
    throw error
  }
}

type Told = Parameters<typeof recordBegin>[1]

function described({ kind, format, after }: Told, total: ExportTotal | null): OpenedExport {
  const { type, extension } = exportTypes[format]
  const day = new Date().toISOString().slice(0, 10)
  const part = after === null ? '' : '-continued'
  return {
    contentType: type,
    headers: [
      ...['Content-Disposition', `attachment; filename="gatelist-${kind}${part}-${day}.${extension}"`],
      ...(total === null ? [] : [totalHeader, String(total.rows)]),
      ...(total === null ? [] : [totalKindHeader, total.isExact ? 'exact' : 'estimate']),
    ],
  }
}
