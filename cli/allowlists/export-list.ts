import { type Command, Option } from 'commander'
import { type ExportedEntry, type ExportFormat, exportFormats, exportList } from '#lib/allowlists/export'
import { exitCodes } from '../exit-codes.ts'
import { findKey } from '../keys/find-key.ts'
import { onRun, type Run } from '../session.ts'
import { printableLines } from '../terminal/printable.ts'
import type { ListedEntry } from '../wire.ts'
import { readEntries } from './entry-calls.ts'

type ExportOptions = { readonly as: ExportFormat }

/** `keys export-list`: the list of a key as a file, on standard output. */
export function addExportListCommand(parent: Command, run: Run): void {
  const command = parent
    .command('export-list <key>')
    .description('print the list of a key as a file that can be imported again')
    .addOption(new Option('--as <form>', 'the form of the file').choices(exportFormats).default('text'))
  onRun<ExportOptions>(command, run, async (session, { args: [reference = ''], options }) => {
    const { entries } = await readEntries(session.client, await findKey(session.client, reference))
    const text = exportList(entries.flatMap(exportedEntry), options.as)
    const { stdout } = session.io
    // To a file go exactly the notes that people wrote; a terminal obeys nothing that is in them.
    const shown = stdout.isTTY === true ? `${printableLines(text.replace(/\r?\n$/, ''))}\n` : text
    await session.print({ value: { entries }, human: () => shown, quiet: [text.trimEnd()] })
    return exitCodes.ok
  })
}

function exportedEntry(entry: ListedEntry): ExportedEntry[] {
  const { network, note = '', enabled = true, expire_time, create_time, added_by, source } = entry
  if (network === undefined) return []
  const at = (time: string | null | undefined) => (time ? new Date(time) : null)
  return [
    {
      ...{ network, enabled, note: note === '' ? null : note, source: source ?? null, addedBy: added_by ?? null },
      expiresAt: at(expire_time),
      addedAt: at(create_time),
    },
  ]
}
