import type { Command } from 'commander'
import { dryRunView } from '../dry-run.ts'
import { exitCodes } from '../exit-codes.ts'
import { findKey } from '../keys/find-key.ts'
import { keysView, shortName } from '../keys/key-table.ts'
import { keyPath } from '../keys/kind.ts'
import { addListChangeOptions, type WriteOptions, writeCall } from '../keys/write-options.ts'
import { askFirst, onRun, type Run } from '../session.ts'
import type { DryRunAnswer, KeyResource } from '../wire.ts'
import { readVersion } from './version-calls.ts'

type RestoreOptions = WriteOptions & { readonly withMode?: true }

/** `keys restore`: brings an earlier list of a key back, as a new version. */
export function addRestoreCommand(parent: Command, run: Run): void {
  const command = parent
    .command('restore <key> <version>')
    .description('bring an earlier version of a key’s list back')
    .option('--with-mode', 'the access mode comes back too')
  onRun<RestoreOptions>(
    addListChangeOptions(command),
    run,
    async (session, { args: [reference = '', named], options }) => {
      const version = readVersion(named)
      const found = await findKey(session.client, reference)
      const call = {
        method: 'POST',
        path: keyPath(found.kind, found.id, '/allowlist:restore'),
        body: { version_id: version, ...(options.withMode === true ? { restore_access_mode: true } : {}) },
        ...writeCall(options),
      } as const
      if (options.dryRun === true) {
        await session.print(dryRunView((await session.client.call<DryRunAnswer>(call)).body))
        return exitCodes.ok
      }
      await askFirst(session, `Make the list of ${found.key.name ?? reference} as it was in version ${version}?`)
      const { body: key } = await session.client.call<KeyResource>(call)
      session.note(
        `${key.name ?? reference}: as in version ${version}; access mode ${shortName(key.access_mode, 'ACCESS_MODE_')}.`,
      )
      await session.print(keysView(key, [key]))
      return exitCodes.ok
    },
  )
}
