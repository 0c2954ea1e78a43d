import type { Command } from 'commander'
import { dryRunView } from '../dry-run.ts'
import { exitCodes } from '../exit-codes.ts'
import { onRun, type Run } from '../session.ts'
import type { DryRunAnswer, RotateAnswer } from '../wire.ts'
import { addFieldOptions, addVisibilityOption, type FieldOptions, readFields } from './fields.ts'
import { printSecret } from './issue.ts'
import { keyPath } from './kind.ts'
import { sayRotation } from './say-rotation.ts'
import { addChangeOptions, type WriteOptions, writeCall } from './write-options.ts'

type RotateOptions = FieldOptions &
  WriteOptions & { readonly name?: string; readonly visibility?: string; readonly gracePeriod?: string }

/** `keys issued rotate`: a new secret in place of the old one. What is not given stays as it is. */
export function addRotateCommand(parent: Command, run: Run): void {
  const command = addVisibilityOption(addFieldOptions(parent.command('rotate <id>')))
    .description('replace a key by one with a new secret')
    .option('--name <name>', 'the name of the new key')
    .option('--grace-period <duration>', 'how long the old secret still works, such as 24h (default: not at all)')
  onRun<RotateOptions>(addChangeOptions(command), run, async (session, { args: [id = ''], options }) => {
    const { fields, notices } = readFields(options)
    for (const notice of notices) session.note(notice)
    const { name, visibility, gracePeriod } = options
    const body = {
      ...fields,
      ...(name === undefined ? {} : { name }),
      ...(visibility === undefined ? {} : { visibility: `KEY_VISIBILITY_${visibility.toUpperCase()}` }),
      ...(gracePeriod === undefined ? {} : { grace_period: gracePeriod }),
    }
    const call = { method: 'POST', path: keyPath('issued', id, ':rotate'), body, ...writeCall(options) } as const
    if (options.dryRun === true) {
      await session.print(dryRunView((await session.client.call<DryRunAnswer>(call)).body))
      return exitCodes.ok
    }
    const { body: answer } = await session.client.call<RotateAnswer>(call)
    await printSecret(session, answer, 'API key rotated.')
    sayRotation(session, answer.old_issued_api_key ?? {})
    return exitCodes.ok
  })
}
