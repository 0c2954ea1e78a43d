import type { Command } from 'commander'
import { dryRunView } from '../dry-run.ts'
import { exitCodes } from '../exit-codes.ts'
import { usage } from '../failure.ts'
import { onRun, type Run, type Session } from '../session.ts'
import type { DryRunAnswer, KeyResource } from '../wire.ts'
import { addFieldOptions, type FieldOptions, type Fields, readFields } from './fields.ts'
import { keysView } from './key-table.ts'
import { type Kind, keyPath } from './kind.ts'
import { sayIfOpen } from './say-if-open.ts'
import { addListChangeOptions, type WriteOptions, writeCall } from './write-options.ts'

type UpdateOptions = FieldOptions & WriteOptions & { readonly name?: string; readonly updateMask?: string }

/** `keys issued update` and `keys imported update`: only what is given changes. */
export function addUpdateCommand(parent: Command, run: Run, kind: Kind): void {
  const command = addFieldOptions(parent.command('update <id>'))
    .description('change a key; --allowed-cidrs "" lifts the restriction')
    .option('--name <name>', 'its new name')
    .option('--update-mask <fields>', 'the fields to write, separated by commas; one that is not given is cleared')
  onRun<UpdateOptions>(addListChangeOptions(command), run, async (session, { args: [id = ''], options }) => {
    const body = readBody(session, options)
    const { headers, query } = writeCall(options)
    const path = keyPath(kind, id)
    const call = {
      method: 'PATCH',
      path,
      body,
      headers,
      query: { ...query, update_mask: maskOf(body, options) },
    } as const
    if (options.dryRun === true) {
      await session.print(dryRunView((await session.client.call<DryRunAnswer>(call)).body))
      return exitCodes.ok
    }
    const { body: key } = await session.client.call<KeyResource>(call)
    session.note('API key updated.')
    sayIfOpen(session, key)
    await session.print(keysView(key, [key]))
    return exitCodes.ok
  })
}

function readBody(session: Session, options: UpdateOptions): Fields {
  const { fields, notices } = readFields(options)
  const body = { ...(options.name === undefined ? {} : { name: options.name }), ...fields }
  if (Object.keys(body).length === 0 && options.updateMask === undefined)
    throw usage('nothing to change: give --name, --scopes, --metadata, --allowed-cidrs or the rate limit')
  for (const notice of notices) session.note(notice)
  return body
}

/** Without a mask the server takes an empty list of scopes for one that is not given. */
function maskOf(body: Fields, { updateMask }: UpdateOptions): string | undefined {
  if (updateMask !== undefined) return updateMask
  const clearsScopes = Array.isArray(body.scopes) && body.scopes.length === 0
  return clearsScopes ? Object.keys(body).join(',') : undefined
}
