import { type Command, Option } from 'commander'
import { exitCodes } from '../exit-codes.ts'
import { readSecret } from '../secret-input.ts'
import { onRun, type Run } from '../session.ts'
import { readObject, readScopes } from './fields.ts'
import { verbPath } from './kind.ts'

type DeriveOptions = {
  readonly algorithm?: string
  readonly ttl?: string
  readonly claims?: string
  readonly scopes?: string
}
type DeriveAnswer = { token?: { token?: string; expire_time?: string; scopes?: string[] } }

/** `keys derive-token`: a short-lived token that stands for a key. */
export function addDeriveTokenCommand(parent: Command, run: Run): void {
  const command = parent
    .command('derive-token [credential]')
    .description('make a short-lived token that stands for a key')
    .addOption(new Option('--algorithm <name>', 'its form (default: jwt)').choices(['jwt', 'macaroon']))
    .option('--ttl <duration>', 'how long it lives, such as 1h')
    .option('--claims <json>', 'a JSON object of claims of your own')
    .option('--scopes <a,b>', 'some of the scopes of the key')
  onRun<DeriveOptions>(command, run, async (session, { args: [argument], options }) => {
    const { algorithm, ttl, claims, scopes } = options
    const fields = {
      ...(algorithm === undefined ? {} : { algorithm: `TOKEN_ALGORITHM_${algorithm.toUpperCase()}` }),
      ...(ttl === undefined ? {} : { ttl }),
      ...(scopes === undefined ? {} : { scopes: readScopes(scopes) }),
      ...(claims === undefined ? {} : { custom_claims: readObject(claims, '--claims') }),
    }
    const credential = await readSecret(session.io, { name: 'credential', argument, variable: 'GATELIST_CREDENTIAL' })
    const { body: answer } = await session.client.call<DeriveAnswer>({
      method: 'POST',
      path: verbPath('derive'),
      body: { credential, ...fields },
    })
    const { token = '', expire_time = '', scopes: granted = [] } = answer.token ?? {}
    await session.print({
      value: answer,
      human: {
        columns: [{ title: 'EXPIRES' }, { title: 'SCOPES', shrinks: true }, { title: 'TOKEN' }],
        rows: [[expire_time, granted.join(','), token]],
      },
      quiet: [token],
    })
    return exitCodes.ok
  })
}
