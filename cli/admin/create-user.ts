import type { Command } from 'commander'
import { exitCodes } from '../exit-codes.ts'
import { usage } from '../failure.ts'
import { readSecret } from '../secret-input.ts'
import { onRun, type Run } from '../session.ts'
import { callOperator } from './call-operator.ts'

type UserOptions = {
  readonly email: string
  readonly name?: string
  readonly workspace?: string
  readonly workspaceId?: string
  readonly passwordStdin?: true
}
type UserAnswer = {
  created?: boolean
  user_id?: string
  email?: string
  workspace_id?: string
  workspace_name?: string
}

/** `admin user create`: an account for the dashboard, made by who runs the server. */
export function addCreateUserCommand(parent: Command, run: Run): void {
  const command = parent
    .command('create')
    .description('make an account for the dashboard; one that exists stays as it is')
    .requiredOption('--email <address>', 'what to sign in with')
    .option('--password-stdin', 'read the password from standard input (else GATELIST_PASSWORD, else it is asked for)')
    .option('--name <name>', "the person's name")
    .option('--workspace <name>', 'the workspace to own; made when there is none of that name')
    .option('--workspace-id <id>', 'the same by id, for one that is there already')
  onRun<UserOptions>(command, run, async (session, { options }) => {
    const { email, name, workspace, workspaceId, passwordStdin } = options
    if (workspace !== undefined && workspaceId !== undefined)
      throw usage('give one of the two: --workspace or --workspace-id')
    const argument = passwordStdin ? '-' : undefined
    const password = await readSecret(session.io, {
      name: 'password',
      argument,
      stdinOption: '--password-stdin',
      variable: 'GATELIST_PASSWORD',
    })
    const answer = await callOperator<UserAnswer>(session, '/v1/operator/users', {
      email,
      password,
      ...(name === undefined ? {} : { name }),
      ...(workspace === undefined ? {} : { workspace }),
      ...(workspaceId === undefined ? {} : { workspace_id: workspaceId }),
    })
    if (answer.created === false) session.warn(`${answer.email ?? email} exists already; nothing was changed.`)
    else session.note('Account created.')
    await session.print({
      value: answer,
      human: {
        columns: [{ title: 'USER ID' }, { title: 'EMAIL' }, { title: 'WORKSPACE', shrinks: true }],
        rows: [[answer.user_id ?? '', answer.email ?? '', answer.workspace_name ?? '']],
      },
      quiet: [answer.user_id ?? ''],
    })
    return exitCodes.ok
  })
}
