import type { Command } from 'commander'
import { exitCodes } from './exit-codes.ts'
import { onRun, type Run } from './session.ts'

type Jwk = { kid?: string; kty?: string; alg?: string; use?: string }
type JwksAnswer = { jwks?: { keys?: Jwk[] } }

/** `gatelist jwk get`: the public keys that derived tokens are checked with. */
export function addJwkCommands(program: Command, run: Run): void {
  const jwk = program.command('jwk').description('public keys of derived tokens')
  const command = jwk.command('get').description('the public keys that derived tokens are checked with')
  onRun(command, run, async (session) => {
    const path = '/v2alpha1/derivedKeys/jwks.json'
    const { body: answer } = await session.client.call<JwksAnswer>({ method: 'GET', path, auth: 'none' })
    const keys = answer.jwks?.keys ?? []
    await session.print({
      value: answer,
      human: {
        columns: [{ title: 'KEY ID' }, { title: 'TYPE' }, { title: 'ALGORITHM' }, { title: 'USE' }],
        rows: keys.map(({ kid = '', kty = '', alg = '', use = '' }) => [kid, kty, alg, use]),
      },
      quiet: keys.map(({ kid = '' }) => kid),
    })
    return exitCodes.ok
  })
}
