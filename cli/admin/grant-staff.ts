import { type Command, Option } from 'commander'
import { exitCodes } from '../exit-codes.ts'
import { onRun, type Run } from '../session.ts'
import { callOperator } from './call-operator.ts'

type GrantOptions = { readonly email: string; readonly role: string }
type GrantAnswer = { changed?: boolean; user_id?: string; email?: string; role?: string }

/** `admin staff grant`: a role on the staff pages, also when nobody is left who could give it there. */
export function addGrantStaffCommand(parent: Command, run: Run): void {
  const command = parent
    .command('grant')
    .description('make an account staff, or change its role')
    .requiredOption('--email <address>', 'what the account signs in with')
    .addOption(
      new Option('--role <role>', 'auditors read and export, staff also act and manage staff')
        .choices(['auditor', 'staff'])
        .makeOptionMandatory(),
    )
  onRun<GrantOptions>(command, run, async (session, { options: { email, role } }) => {
    const answer = await callOperator<GrantAnswer>(session, '/v1/operator/staff', { email, role })
    if (answer.changed === false) session.warn(`${answer.email ?? email} has this role already; nothing was changed.`)
    else session.note('Role given.')
    await session.print({
      value: answer,
      human: {
        columns: [{ title: 'USER ID' }, { title: 'EMAIL' }, { title: 'ROLE' }],
        rows: [[answer.user_id ?? '', answer.email ?? '', answer.role ?? '']],
      },
      quiet: [answer.user_id ?? ''],
    })
    return exitCodes.ok
  })
}
