import type { Command } from 'commander'
import { exitCodes } from '../exit-codes.ts'
import { onRun, type Run } from '../session.ts'
import { callOperator } from './call-operator.ts'
import { type LinkAnswer, printLink } from './link-answer.ts'

/** `admin reset-password`: a link for who has forgotten theirs. */
export function addResetPasswordCommand(parent: Command, run: Run): void {
  const command = parent
    .command('reset-password')
    .description('make a link to a new password, which works once within a day, and sign the browsers out')
    .argument('<email>', 'what the account signs in with')
    .option('--end-sessions', 'sign its browsers out now (the default)', true)
    .option('--no-end-sessions', 'leave them signed in until the link is used')
  onRun<{ readonly endSessions: boolean }>(command, run, async (session, { args: [email = ''], options }) => {
    const answer = await callOperator<LinkAnswer>(session, '/v1/operator/password-resets', {
      email,
      end_sessions: options.endSessions,
    })
    session.note('Hand the link over safely: whoever opens it first chooses the password. Earlier links work no more.')
    await printLink(session, answer)
    return exitCodes.ok
  })
}
