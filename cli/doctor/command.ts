import type { Command } from 'commander'
import type { Check } from '#lib/doctor/check'
import { serverVariables } from '../admin/master-secret.ts'
import { exitCodes } from '../exit-codes.ts'
import { parseEndpoint } from '../http/endpoint.ts'
import { type Io, variable } from '../io.ts'
import { createPrinter } from '../output.ts'
import { onRun, type Run, type Session } from '../session.ts'
import { version } from '../version.ts'
import { forgeryChecks } from './forge.ts'
import { localChecks } from './local-checks.ts'
import { type ProxySight, proxyChecks } from './proxy-checks.ts'
import { countsOf, reportView } from './report.ts'
import { serverChecks, versionCheck } from './server-checks.ts'

type DoctorOptions = { readonly url?: string; readonly json?: true }

/** `gatelist doctor`: what is not right with this installation, and what to set. */
export function addDoctorCommand(program: Command, run: Run): void {
  const command = program
    .command('doctor')
    .description('look over configuration, database, machine and proxy set-up; changes nothing')
    .option('--url <url>', 'go through this address, as your callers do (default: -e, APP_URL, else this machine)')
    .option('--json', 'as --format json')
  onRun<DoctorOptions>(command, run, async (session, { options }) => {
    const { io, globals } = session
    const base = parseEndpoint(options.url ?? globals.endpoint ?? ownAddress(io))
    const local = await localChecks(io)
    const { checks, sight } = await remoteChecks(session, base)
    const all = [...local, ...checks]
    const format = options.json === true ? 'json' : globals.format
    const printer = createPrinter(io, { format, quiet: globals.quiet === true })
    await printer.print(reportView({ url: base.origin, checks: all, sight }))
    return countsOf(all).problem === 0 ? exitCodes.ok : exitCodes.failure
  })
}

type Remote = { readonly checks: readonly Check[]; readonly sight: ProxySight | null }

async function remoteChecks({ io, clientFor }: Session, base: URL): Promise<Remote> {
  const client = clientFor({ base, token: () => '' })
  const server = await serverChecks({ client, origin: base.origin, now: io.now })
  if (!server.reached) return { checks: server.checks, sight: null }
  const seen = await proxyChecks(io, client)
  const { sight } = seen
  const isDirect = sight === null ? undefined : sight.headers?.length === 0
  const forged = await forgeryChecks({ client, isDirect })
  const ofVersion = sight?.version === undefined ? [] : [versionCheck(sight.version, version)]
  return { checks: [...server.checks, ...ofVersion, ...seen.checks, ...forged], sight }
}

/** Where people open the server of this machine, else its port. */
function ownAddress(io: Io): string {
  const env = serverVariables(io)
  const read = (name: string) => variable({ env }, name)?.trim()
  const port = read('PORT') ?? '3000'
  return variable(io, 'GATELIST_URL') ?? read('APP_URL') ?? `http://localhost:${port === '0' ? '3000' : port}`
}
