import type { Command } from 'commander'
import { exitCodes } from '../exit-codes.ts'
import { findKey } from '../keys/find-key.ts'
import { onRun, type Run } from '../session.ts'
import type { VersionDiff } from '../wire.ts'
import { readVersion, versionsPath } from './version-calls.ts'
import { versionDiffView } from './version-table.ts'

/** `keys diff`: what differs between two versions of a key's list. */
export function addDiffCommand(parent: Command, run: Run): void {
  const command = parent
    .command('diff <key> <from> <to>')
    .description('what differs between two versions of a key’s list')
  onRun(command, run, async (session, { args: [reference = '', first, second] }) => {
    const [from, to] = [readVersion(first), readVersion(second)]
    const found = await findKey(session.client, reference)
    const { body: diff } = await session.client.call<VersionDiff>({
      method: 'GET',
      path: versionsPath(found, ':diff'),
      query: { from, to },
    })
    await session.print(versionDiffView(diff))
    if (diff.is_exact === false)
      session.warn('Somebody changed entries in the database itself, so this may not be exact.')
    return exitCodes.ok
  })
}
