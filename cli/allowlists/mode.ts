import { type Command, Option } from 'commander'
import { dryRunView } from '../dry-run.ts'
import { exitCodes } from '../exit-codes.ts'
import { findKey } from '../keys/find-key.ts'
import { keysView, shortName } from '../keys/key-table.ts'
import { keyPath } from '../keys/kind.ts'
import { addListChangeOptions, type WriteOptions, writeCall } from '../keys/write-options.ts'
import { askFirst, onRun, type Run } from '../session.ts'
import type { DryRunAnswer, KeyResource } from '../wire.ts'

const modes = { any: 'ACCESS_MODE_OPEN', report: 'ACCESS_MODE_REPORT', enforce: 'ACCESS_MODE_ENFORCE' } as const

type ModeOptions = WriteOptions & { readonly to: keyof typeof modes }

/** `keys mode`: how a key's list is applied; the list itself stays as it is. */
export function addModeCommand(parent: Command, run: Run): void {
  const command = parent
    .command('mode <key>')
    .description('apply a key’s list or not: any address, only report, or enforce')
    .addOption(new Option('--to <mode>', 'the mode').choices(Object.keys(modes)).makeOptionMandatory())
  onRun<ModeOptions>(addListChangeOptions(command), run, async (session, { args: [reference = ''], options }) => {
    const found = await findKey(session.client, reference)
    const path = keyPath(found.kind, found.id, '/allowlist:setMode')
    const call = { method: 'POST', path, body: { access_mode: modes[options.to] }, ...writeCall(options) } as const
    if (options.dryRun === true) {
      await session.print(dryRunView((await session.client.call<DryRunAnswer>(call)).body))
      return exitCodes.ok
    }
    if (options.to === 'any') await askFirst(session, 'Whoever has this key can use it from anywhere then. Open it?')
    const { body: key } = await session.client.call<KeyResource>(call)
    session.note(`${key.name ?? reference}: access mode ${shortName(key.access_mode, 'ACCESS_MODE_')}.`)
    await session.print(keysView(key, [key]))
    return exitCodes.ok
  })
}
