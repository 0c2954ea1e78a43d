import type { Command } from 'commander'
import { configPath, readConfig, removeConfig, writeConfig } from './config-file.ts'
import { exitCodes } from './exit-codes.ts'
import type { Client } from './http/client.ts'
import { DEFAULT_ENDPOINT, parseEndpoint } from './http/endpoint.ts'
import { failureOf, readProblem } from './http/problem.ts'
import { type Io, variable } from './io.ts'
import { collectionPath } from './keys/kind.ts'
import { readSecret } from './secret-input.ts'
import { type GlobalOptions, onRun, type Run } from './session.ts'
import { isStaffToken, proveStaffToken } from './staff/call.ts'

type LoginOptions = { readonly tokenStdin?: true }

/** `gatelist login` and `gatelist logout`. */
export function addLoginCommands(program: Command, run: Run): void {
  const login = program
    .command('login')
    .description('keep a management token or a staff token and the server it is for, once the server has taken it')
    .option('--token-stdin', 'read the token from standard input')
  onRun<LoginOptions>(login, run, async (session, { options }) => {
    const base = chosenEndpoint(session.io, session.globals)
    const url = base.href.replace(/\/$/, '')
    const argument = options.tokenStdin ? '-' : undefined
    const token = await readSecret(session.io, {
      name: `token for ${url}`,
      argument,
      stdinOption: '--token-stdin',
      variable: 'GATELIST_TOKEN',
    })
    const client = session.clientFor({ base, token: () => token.trim() })
    await (isStaffToken(token.trim()) ? proveStaffToken(client) : proveToken(client))
    const path = writeConfig(session.io, { url, token: token.trim() })
    session.note(`Logged in to ${url}; the token is kept in ${path}.`)
    return exitCodes.ok
  })

  const logout = program.command('logout').description('forget the kept token')
  onRun(logout, run, async (session) => {
    const path = configPath(session.io)
    session.note(
      removeConfig(session.io) ? `Removed ${path}. The token still works until it is revoked.` : 'Not logged in.',
    )
    return exitCodes.ok
  })
}

function chosenEndpoint(io: Io, { endpoint }: GlobalOptions): URL {
  return parseEndpoint(endpoint ?? variable(io, 'GATELIST_URL') ?? keptUrl(io) ?? DEFAULT_ENDPOINT)
}

/** A file that cannot be read is what logging in again mends. */
function keptUrl(io: Io): string | undefined {
  try {
    return readConfig(io)?.url
  } catch {
    return undefined
  }
}

/** A token that may verify only is refused a list, and is a good token all the same. */
async function proveToken(client: Client): Promise<void> {
  const answer = await client.send({ method: 'GET', path: collectionPath.issued, query: { page_size: '1' } })
  const lacksRole = answer.status === 403 && readProblem(answer).reason === 'FORBIDDEN'
  if (answer.status !== 200 && !lacksRole) throw failureOf(answer)
}
