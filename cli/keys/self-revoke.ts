import type { Command } from 'commander'
import { exitCodes } from '../exit-codes.ts'
import { readSecret } from '../secret-input.ts'
import { askFirst, onRun, type Run } from '../session.ts'
import { addReasonOption, type ReasonOptions, reasonField } from './end.ts'

/** `keys self-revoke`: who holds a key may end it, without a management token. */
export function addSelfRevokeCommand(parent: Command, run: Run): void {
  const command = addReasonOption(parent.command('self-revoke [credential]')).description(
    'end a key by holding it; needs no management token',
  )
  onRun<ReasonOptions>(command, run, async (session, { args: [argument], options }) => {
    const credential = await readSecret(session.io, { name: 'credential', argument, variable: 'GATELIST_CREDENTIAL' })
    // With the secret on standard input there is nobody there to be asked.
    if (argument !== '-') await askFirst(session, 'Revoke this key? This cannot be undone.')
    const { body } = await session.client.call({
      method: 'POST',
      path: '/v2alpha1/apiKeys:selfRevoke',
      body: { credential, ...reasonField(options) },
      auth: 'none',
      secretBody: true,
    })
    session.note('API key revoked.')
    await session.print({ value: body ?? {}, human: () => '', quiet: [] })
    return exitCodes.ok
  })
}
