import { type Check, checksOf } from '#lib/doctor/check'
import { Failure } from '../failure.ts'
import type { Client } from '../http/client.ts'
import { isRecord } from '../http/problem.ts'

const { ok, warning, problem, skipped } = checksOf('proxy')

/** Of the range for documentation (RFC 5737), so it is nobody's. */
export const FORGED = '192.0.2.66'

const forgeries = [
  ['X-Forwarded-For', FORGED],
  ['X-Real-IP', FORGED],
  ['CF-Connecting-IP', FORGED],
  ['True-Client-IP', FORGED],
  ['Forwarded', `for=${FORGED}`],
] as const

/** `isDirect`: no proxy is between; undefined when nobody could tell. */
type Given = { readonly client: Client; readonly isDirect: boolean | undefined }

/** Sends what a forger would send, and looks whether the server takes us for somebody else. */
export async function forgeryChecks({ client, isDirect }: Given): Promise<readonly Check[]> {
  const honest = await seenAs(client, {})
  if (honest === 'failed') return [skipped('forgery', '/v1/ip does not answer here, so nothing could be tried.')]
  const found: Check[] = []
  for (const [name, value] of forgeries) {
    found.push(verdict({ name, honest, forged: await seenAs(client, { [name]: value }), isDirect }))
  }
  return found
}

type Seen = string | null | 'failed'

/** The address that the server takes us for; null: unknown to it. */
async function seenAs(client: Client, headers: Readonly<Record<string, string>>): Promise<Seen> {
  try {
    const { status, body } = await client.send({ method: 'GET', path: '/v1/ip', auth: 'none', headers })
    if (status === 400) return null
    return status === 200 && isRecord(body) && typeof body.ip === 'string' ? body.ip : 'failed'
  } catch (error) {
    if (error instanceof Failure && error.exitCode !== 130) return 'failed'
    throw error
  }
}

type Tried = { name: string; honest: Seen; forged: Seen; isDirect: boolean | undefined }

function verdict({ name, honest, forged, isDirect }: Tried): Check {
  const test = `forged ${name}`
  if (forged === honest) return ok(test, `A forged ${name} changes nothing.`)
  if (forged === FORGED)
    return isDirect === true ? ownTrust(test, name) : problem(test, believed(name), { fix: mend(name) })
  if (forged === 'failed') return skipped(test, `A call with ${name} was not answered; a proxy may refuse it.`)
  const text = `With a forged ${name} the caller is ${forged ?? 'unknown'} instead of ${honest ?? 'unknown'}.`
  return warning(test, text, { fix: `Make the proxy drop the ${name} that a caller sends.` })
}

const believed = (name: string) =>
  `A forged ${name} is believed: whoever calls can be any address, and allowlists refuse nobody.`

function mend(name: string): string {
  if (name !== 'X-Forwarded-For')
    return `Make the proxy replace the ${name} that a caller sends, or read X-Forwarded-For instead.`
  return 'Make the proxy append the address it was called from, or write it anew, and name proxies alone in TRUSTED_PROXIES; with TRUSTED_PROXY_HOPS count those that append, and let nobody past them.'
}

/** At the machine of a trusted proxy we are the proxy, and its word is believed. */
function ownTrust(test: string, name: string): Check {
  const text = `This call came past the proxy, from an address that is trusted, so its ${name} is believed, as a proxy’s is.`
  return warning(test, text, {
    fix: 'Try it through the proxy, with --url and the address people open. Let nobody but the proxy reach the port.',
  })
}
