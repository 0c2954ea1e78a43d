import type { Command } from 'commander'
import { exitCodes } from '../exit-codes.ts'
import { findKey } from '../keys/find-key.ts'
import { onRun, type Run } from '../session.ts'
import { readEntries } from './entry-calls.ts'
import { entriesView } from './entry-table.ts'

/** `keys entries`: the allowlist of a key, entry by entry. */
export function addEntriesCommand(parent: Command, run: Run): void {
  const command = parent.command('entries <key>').description('list the entries of a key (by its id or name)')
  onRun(command, run, async (session, { args: [reference = ''] }) => {
    const found = await findKey(session.client, reference)
    const { entries } = await readEntries(session.client, found)
    await session.print(entriesView({ entries }, entries, session.io.now()))
    if (found.key.access_mode === 'ACCESS_MODE_OPEN') session.note('The key is open: it works from any address.')
    return exitCodes.ok
  })
}
