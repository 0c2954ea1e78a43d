import type { Command } from 'commander'
import { exitCodes } from './exit-codes.ts'
import { failed } from './failure.ts'
import type { Client } from './http/client.ts'
import { onRun, type Run } from './session.ts'
import { printable } from './terminal/printable.ts'

/** `gatelist ip`: the address the server sees this machine by. */
export function addIpCommand(program: Command, run: Run): void {
  const command = program.command('ip').description('the address that the server sees this machine by')
  onRun(command, run, async (session) => {
    const ip = await callerAddress(session.client)
    await session.print({ value: { ip }, human: () => `${printable(ip)}\n`, quiet: [ip] })
    return exitCodes.ok
  })
}

/** The caller's own address, said by the server. */
export async function callerAddress(client: Client): Promise<string> {
  const { body } = await client.call<{ ip?: string }>({ method: 'GET', path: '/v1/ip', auth: 'none' })
  if (typeof body?.ip !== 'string') throw failed('the server did not say which address it sees')
  return body.ip
}
