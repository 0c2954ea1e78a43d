import type { Command } from 'commander'
import { exitCodes } from '../exit-codes.ts'
import { failed } from '../failure.ts'
import { onRun, type Run } from '../session.ts'
import type { KeyResource } from '../wire.ts'
import { keysView } from './key-table.ts'
import { type Kind, keyPath } from './kind.ts'
import { sayRotation } from './say-rotation.ts'

/** `keys issued get` and `keys imported get`. */
export function addGetCommand(parent: Command, run: Run, kind: Kind): void {
  const command = parent
    .command('get <id>')
    .description('show one key')
    .option('--etag', 'print its ETag instead, for --if-match')
  onRun<{ etag?: true }>(command, run, async (session, { args: [id = ''], options }) => {
    const { body: key, headers } = await session.client.call<KeyResource>({ method: 'GET', path: keyPath(kind, id) })
    if (options.etag !== true) {
      await session.print(keysView(key, [key]))
      sayRotation(session, key)
      return exitCodes.ok
    }
    const etag = headers.get('ETag')
    if (etag === null) throw failed('the server sent no ETag')
    await session.print({ value: { etag }, human: () => `${etag}\n`, quiet: [etag] })
    return exitCodes.ok
  })
}
