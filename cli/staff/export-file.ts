import { createReadStream, existsSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import type { ExportFormat } from '#lib/exports/kinds'
import { RecordReader } from '#lib/exports/records'
import { failed, usage } from '../failure.ts'

/** A file that holds whole rows only, and knows where it stopped. */
export type ExportFile = { readonly handle: FileHandle; readonly reader: RecordReader }

/** Begins a new file; one that is there is not overwritten. */
export async function newExportFile(path: string, format: ExportFormat): Promise<ExportFile> {
  if (existsSync(path)) throw usage(`${path} is there already: --resume goes on with it, or choose another name`)
  return { handle: await opened(path, 'wx'), reader: new RecordReader(format, { hasHead: true }) }
}

/** Goes on with a file that broke off: reads it once, and cuts off the row that came only in part. */
export async function resumedExportFile(path: string, format: ExportFormat): Promise<ExportFile> {
  if (!existsSync(path)) return newExportFile(path, format)
  const reader = new RecordReader(format, { hasHead: true })
  let [whole, start] = [0, '']
  for await (const chunk of createReadStream(path)) {
    if (start === '') start = (chunk as Buffer).toString('utf8', 0, 200)
    whole += reader.push(chunk as Uint8Array).complete.length
  }
  // Somebody else's file is not cut.
  const isForeign = reader.cursor === null && (reader.rows > 0 || !beginnings[format].test(start))
  if (isForeign) throw usage(`${path} is no export as ${format}`)
  const handle = await opened(path, 'r+')
  if (reader.cursor === null) {
    // Not even one row: it begins anew, its head too.
    await handle.truncate(0)
    return { handle, reader: new RecordReader(format, { hasHead: true }) }
  }
  await handle.truncate(whole)
  reader.drop()
  // What is written from here on goes behind what is there.
  await handle.close()
  return { handle: await opened(path, 'a'), reader }
}

/** What there can be before the first whole row. */
const beginnings = { csv: /^[a-z_,]*\s*([^\s,]+,|$)/, ndjson: /^(\{|$)/ } as const satisfies Record<
  ExportFormat,
  RegExp
>

async function opened(path: string, flags: string): Promise<FileHandle> {
  try {
    // Exports tell of keys and addresses: only this user reads them.
    return await open(path, flags, 0o600)
  } catch (error) {
    throw failed(`${path} cannot be written: ${(error as Error).message}`)
  }
}
