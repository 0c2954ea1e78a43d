import { type Command, Option } from 'commander'
import { exitCodes } from '../exit-codes.ts'
import { usage } from '../failure.ts'
import { onRun, type Run } from '../session.ts'
import { callOperator } from './call-operator.ts'
import { type LinkAnswer, printLink } from './link-answer.ts'

type AccountOptions = {
  readonly staff?: string
  readonly name?: string
  readonly workspace?: string
  readonly workspaceId?: string
}

/** `admin create`: an account for somebody who chooses the password by a link. */
export function addCreateAccountCommand(parent: Command, run: Run): void {
  const command = parent
    .command('create')
    .description('make an account and a link to choose its password, which works once within a day')
    .argument('<email>', 'what to sign in with')
    .addOption(new Option('--staff <role>', 'make it staff as well').choices(['auditor', 'staff']))
    .option('--name <name>', "the person's name")
    .option('--workspace <name>', 'the workspace to own; made when there is none of that name')
    .option('--workspace-id <id>', 'the same by id, for one that is there already')
  onRun<AccountOptions>(command, run, async (session, { args: [email = ''], options }) => {
    const answer = await callOperator<LinkAnswer & { created?: boolean }>(
      session,
      '/v1/operator/users',
      bodyOf(email, options),
    )
    if (answer.created === false)
      session.warn(`${answer.email ?? email} exists already; nothing was changed. admin reset-password makes a link.`)
    else session.note('Account created. Hand the link over safely: whoever opens it first chooses the password.')
    await printLink(session, answer)
    return exitCodes.ok
  })
}

function bodyOf(email: string, { staff, name, workspace, workspaceId }: AccountOptions): Record<string, string> {
  if (workspace !== undefined && workspaceId !== undefined)
    throw usage('give one of the two: --workspace or --workspace-id')
  return {
    email,
    ...(staff === undefined ? {} : { staff }),
    ...(name === undefined ? {} : { name }),
    ...(workspace === undefined ? {} : { workspace }),
    ...(workspaceId === undefined ? {} : { workspace_id: workspaceId }),
  }
}
