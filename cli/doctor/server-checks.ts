import { type Check, checksOf } from '#lib/doctor/check'
import { Failure } from '../failure.ts'
import type { Answer, Client } from '../http/client.ts'
import { isRecord } from '../http/problem.ts'

const { ok, warning, problem } = checksOf('server')
const clock = checksOf('clock')

type Ask = { readonly client: Client; readonly origin: string; readonly now: () => Date }

/** Whether a server answers at an address, is ready, and has our time. `reached` is false when nothing more can be asked. */
export async function serverChecks(ask: Ask): Promise<{ reached: boolean; checks: readonly Check[] }> {
  try {
    const alive = await ask.client.send({ method: 'GET', path: '/healthz', auth: 'none' })
    if (alive.status !== 200 || !isRecord(alive.body) || alive.body.status !== 'ok') {
      const text = `${ask.origin}/healthz answers ${alive.status}: is it Gatelist, and does the proxy pass everything on?`
      return { reached: false, checks: [problem('alive', text)] }
    }
    const ready = await ask.client.send({ method: 'GET', path: '/readyz', auth: 'none' })
    return {
      reached: true,
      checks: [ok('alive', `A server answers at ${ask.origin}.`), readiness(ready), clockOf(alive, ask.now)],
    }
  } catch (error) {
    if (!(error instanceof Failure) || error.exitCode === 130) throw error
    return {
      reached: false,
      checks: [
        problem('alive', `${error.message}.`, {
          fix: 'Start the server; what it prints says why it does not start.',
        }),
      ],
    }
  }
}

const mends: Readonly<Record<string, string>> = {
  starting: 'Wait: it opens or migrates the database.',
  database: 'PostgreSQL does not answer it: look at the database’s lines here.',
  migrations: 'Restart one process: it applies them.',
  stopping: 'It was told to stop.',
}

function readiness({ status, body }: Answer): Check {
  if (status === 200) return ok('ready', 'It is ready for calls.')
  const reasons = isRecord(body) && Array.isArray(body.reasons) ? body.reasons.map(String) : []
  const fix = reasons
    .map((reason) => mends[reason] ?? '')
    .join(' ')
    .trim()
  const why = reasons.length === 0 ? String(status) : reasons.join(', ')
  return problem('ready', `It is not ready: ${why}.`, fix === '' ? {} : { fix })
}

function clockOf({ headers }: Answer, now: () => Date): Check {
  const told = Date.parse(headers.get('Date') ?? '')
  if (Number.isNaN(told)) return clock.skipped('server', 'The server tells no time.')
  // The header has whole seconds, and the answer was on its way.
  const seconds = Math.abs(now().getTime() - told) / 1000
  const text = `The server’s clock and this machine’s are ${Math.round(seconds)} s apart.`
  if (seconds < 5) return clock.ok('server', 'The server’s clock is that of this machine.')
  return seconds < 60
    ? clock.warning('server', text, { fix: 'Keep both by NTP.' })
    : clock.problem('server', text, { fix: 'Keep both by NTP.' })
}

/** Whether what runs is what is installed here. */
export function versionCheck(running: string, installed: string): Check {
  if (running === installed) return ok('version', `It runs version ${running}, as this command.`)
  return warning('version', `It runs version ${running}, and this command is ${installed}.`, {
    fix: 'Restart the server after an update, or use the gatelist of its folder.',
  })
}
