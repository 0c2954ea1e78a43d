import { type Command, Option } from 'commander'
import { readCidrs } from '../allowlists/read-cidrs.ts'
import { exitCodes } from '../exit-codes.ts'
import { usage } from '../failure.ts'
import { onRun, type Run } from '../session.ts'
import { callOperator } from './call-operator.ts'

type TokenOptions = {
  readonly workspace?: string
  readonly workspaceId?: string
  readonly role: string
  readonly name: string
  readonly ttl?: string
  readonly allowedCidrs?: string
  readonly replace?: true
}
type TokenAnswer = {
  created?: boolean
  token?: {
    token_id?: string
    name?: string
    role?: string
    workspace_name?: string
    expire_time?: string | null
    allowed_cidrs?: string[]
  }
  secret?: string
}

/** `admin token create`: a management token for the API, made by who runs the server. */
export function addCreateTokenCommand(parent: Command, run: Run): void {
  const command = parent
    .command('create')
    .description('make a management token; its secret is shown once')
    .option('--workspace <name>', 'whose keys it manages; made when there is none of that name')
    .option('--workspace-id <id>', 'the same by id, where several have the name')
    .addOption(
      new Option('--role <role>', 'read lists, verify judges keys, write does everything')
        .choices(['read', 'verify', 'write'])
        .makeOptionMandatory(),
    )
    .option('--name <name>', 'what to call it', 'cli')
    .option('--ttl <duration>', 'how long it lives, such as 90d (default: until revoked)')
    .option('--allowed-cidrs <a,b>', 'addresses and networks that may use it')
    .option('--replace', 'revoke the one of that name and make a new one')
  onRun<TokenOptions>(command, run, async (session, { options }) => {
    const {
      created,
      token = {},
      secret = '',
      ...rest
    } = await callOperator<TokenAnswer>(session, '/v1/operator/tokens', bodyOf(options))
    if (created === false)
      session.warn(
        `The token ${token.name ?? options.name} exists already; its secret cannot be shown again. --replace makes a new one.`,
      )
    else session.note('Token created. Save it now, it will not be shown again.')
    await session.print({
      value: { created, token, secret, ...rest },
      human: { columns, rows: [[...rowOf(token), secret]] },
      quiet: secret === '' ? [] : [secret],
    })
    return exitCodes.ok
  })
}

const columns = [
  { title: 'TOKEN ID' },
  { title: 'NAME', shrinks: true },
  { title: 'ROLE' },
  { title: 'WORKSPACE', shrinks: true },
  { title: 'EXPIRES' },
  { title: 'ALLOWED IPS', shrinks: true },
  { title: 'SECRET' },
] as const

function rowOf(token: NonNullable<TokenAnswer['token']>): readonly string[] {
  const { token_id = '', name = '', role = '', workspace_name = '', expire_time, allowed_cidrs = [] } = token
  const allowed = allowed_cidrs.length === 0 ? 'any' : allowed_cidrs.join(', ')
  return [token_id, name, role, workspace_name, expire_time ?? 'never', allowed]
}

function bodyOf(options: TokenOptions): Readonly<Record<string, unknown>> {
  const { workspace, workspaceId, role, name, ttl, allowedCidrs, replace } = options
  if ((workspace === undefined) === (workspaceId === undefined))
    throw usage('give one of the two: --workspace or --workspace-id')
  if (allowedCidrs?.trim() === '')
    throw usage('--allowed-cidrs is empty; leave it out for a token that works from any address')
  return {
    ...(workspace === undefined ? {} : { workspace }),
    ...(workspaceId === undefined ? {} : { workspace_id: workspaceId }),
    name,
    role,
    ...(ttl === undefined ? {} : { ttl }),
    ...(allowedCidrs === undefined ? {} : { allowed_cidrs: readCidrs(allowedCidrs).cidrs }),
    ...(replace === undefined ? {} : { replace }),
  }
}
