import type { Command } from 'commander'
import { dryRunView } from '../dry-run.ts'
import { exitCodes } from '../exit-codes.ts'
import { readSecret } from '../secret-input.ts'
import { onRun, type Run } from '../session.ts'
import type { DryRunAnswer, KeyResource } from '../wire.ts'
import { addNewKeyOptions, type NewKeyOptions, newKeyBody } from './issue.ts'
import { keysView } from './key-table.ts'
import { collectionPath } from './kind.ts'
import { sayIfOpen } from './say-if-open.ts'
import { writeCall } from './write-options.ts'

type ImportOptions = NewKeyOptions & { readonly rawKey?: string }

/** `keys imported import`. */
export function addImportCommand(parent: Command, run: Run): void {
  const command = parent
    .command('import <name>')
    .alias('create')
    .description('bring in a key that another system made')
    .option('--raw-key <key>', 'the key itself; - reads it from standard input (else GATELIST_RAW_KEY)')
  onRun<ImportOptions>(addNewKeyOptions(command), run, async (session, { args: [name = ''], options }) => {
    const fields = newKeyBody(session, name, options)
    const raw_key = await readSecret(session.io, {
      name: 'key to import',
      argument: options.rawKey,
      variable: 'GATELIST_RAW_KEY',
    })
    const body = { ...fields, raw_key }
    const call = { method: 'POST', path: collectionPath.imported, body, ...writeCall(options) } as const
    if (options.dryRun === true) {
      await session.print(dryRunView((await session.client.call<DryRunAnswer>(call)).body))
      return exitCodes.ok
    }
    const { body: key } = await session.client.call<KeyResource>(call)
    session.note('API key imported.')
    sayIfOpen(session, key)
    await session.print(keysView(key, [key]))
    return exitCodes.ok
  })
}
