import type { Command } from 'commander'
import { exitCodes } from '../exit-codes.ts'
import { onRun, type Run } from '../session.ts'
import { callOperator } from './call-operator.ts'

type ResetOptions = { readonly email: string }
type ResetAnswer = { changed?: boolean; user_id?: string; email?: string }

/** `admin user reset-second-factor`: for who has lost both device and recovery codes. */
export function addResetSecondFactorCommand(parent: Command, run: Run): void {
  const command = parent
    .command('reset-second-factor')
    .description('take the second factor off an account and sign its browsers out')
    .requiredOption('--email <address>', 'what the account signs in with')
  onRun<ResetOptions>(command, run, async (session, { options: { email } }) => {
    const answer = await callOperator<ResetAnswer>(session, '/v1/operator/second-factor-resets', { email })
    if (answer.changed === false) session.warn(`${answer.email ?? email} has no second factor; nothing was changed.`)
    else session.note('Second factor taken off. The password alone signs in until a new one is set up.')
    await session.print({
      value: answer,
      human: {
        columns: [{ title: 'USER ID' }, { title: 'EMAIL' }],
        rows: [[answer.user_id ?? '', answer.email ?? '']],
      },
      quiet: [answer.user_id ?? ''],
    })
    return exitCodes.ok
  })
}
