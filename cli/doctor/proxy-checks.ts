import { type Check, type CheckLevel, checksOf } from '#lib/doctor/check'
import { operatorAuthorization, operatorKey } from '#lib/operator/signature'
import { masterSecret } from '../admin/master-secret.ts'
import { Failure } from '../failure.ts'
import type { Client } from '../http/client.ts'
import { isRecord } from '../http/problem.ts'
import type { Io } from '../io.ts'

const { ok, skipped } = checksOf('proxy')

const PATH = '/v1/operator/proxy'

/** What the server saw of a call, as it answers it. Every field is optional: it was sent by somebody else. */
export type ProxySight = {
  readonly version?: string
  readonly level?: CheckLevel
  readonly summary?: string
  readonly meaning?: string
  readonly settings?: readonly string[]
  readonly address?: string | null
  readonly peer?: string | null
  readonly hops?: readonly { text?: string; from?: string; role?: string }[]
  readonly headers?: readonly { name?: string; lines?: readonly string[] }[]
}

export type ProxySeen = { readonly sight: ProxySight | null; readonly checks: readonly Check[] }

/** Asks the server what it sees of this very call. Who has not its master secret is told nothing. */
export async function proxyChecks(io: Io, client: Client): Promise<ProxySeen> {
  try {
    const key = operatorKey(masterSecret(io))
    const auth = (path: string, body: string) =>
      operatorAuthorization(
        key,
        { method: 'POST', path, body: Buffer.from(body) },
        Math.floor(io.now().getTime() / 1000),
      )
    const { status, body } = await client.send({ method: 'POST', path: PATH, body: {}, auth })
    if (status === 200 && isRecord(body)) return { sight: body, checks: [checkOf(body)] }
    return nothing(
      `The server does not tell what it sees (${status}): it has another master secret, its clock is off by more than a minute, or a proxy does not pass ${PATH} on.`,
    )
  } catch (error) {
    if (!(error instanceof Failure) || error.exitCode === 130) throw error
    return nothing(`The hops were not asked for: ${error.message}`)
  }
}

function nothing(text: string): ProxySeen {
  return { sight: null, checks: [skipped('this call', text)] }
}

const levels: readonly string[] = ['ok', 'warning', 'problem'] satisfies readonly CheckLevel[]
const isLevel = (text: string): text is CheckLevel => levels.includes(text)

function checkOf({ level, summary = '', meaning = '', settings = [] }: ProxySight): Check {
  const check = ok('this call', summary, { fix: meaning, ...(settings.length === 0 ? {} : { settings }) })
  return { ...check, level: level !== undefined && isLevel(level) ? level : 'warning' }
}
