import { z } from '@hono/zod-openapi'
import type { LockoutRisk, Risk } from '#lib/allowlists/lockout'
import { env } from '#lib/env'
import { everyAddress, type Network } from '#lib/ip/network'
import { confirmed } from '#lib/keys/schema'
import type { PolicyRefusal } from '#lib/policies/refusal'
import { AdminProblem } from './problem.ts'
import { queryValue, type TokenRequest } from './request.ts'

/** The parameter by which a program confirms whom it locks out; for `describeOperation`. */
export const confirmQuery = z.object({
  confirm_lockout: z.string().optional().openapi({
    description:
      'Addresses or networks, separated by commas, whose callers may be refused from now on though they called in the last hour. Without it such a change answers 409 `LOCKOUT_RISK`, which names them.',
    example: '203.0.113.7',
  }),
})

/** What the request confirms. A dry run locks nobody out and tells the risk, so it needs no confirmation. */
export function confirmedBy({ query }: TokenRequest): readonly Network[] {
  const other = [...query.keys()].find((name) => /lockout/i.test(name) && !NAMES.has(name))
  if (other !== undefined) {
    throw new AdminProblem('bad_request', {
      message: `${other.slice(0, 100)}: is not a parameter here; whom a change may lock out is confirmed by confirm_lockout`,
    })
  }
  if (queryValue(query, 'dry_run') === 'true' || !env().apiLockoutGuard) return everyAddress
  const read = confirmed.safeParse(queryValue(query, 'confirm_lockout') ?? '')
  if (read.success) return read.data
  throw new AdminProblem('bad_request', { message: `confirm_lockout: ${read.error.issues[0]?.message ?? ''}` })
}

const NAMES = new Set(['confirm_lockout', 'confirmLockout'])

type Refused = LockoutRisk | PolicyRefusal

/** What a change came to, or the problem that says whom it would lock out or which policy forbids it. */
export function unlessRefused<R extends { ok: boolean }>(result: R | Refused): Exclude<R, Refused> {
  if (isLockout(result)) throw lockoutProblem(result)
  return unlessForbidden(result as Exclude<R, LockoutRisk> | PolicyRefusal) as Exclude<R, Refused>
}

/** The same for what can lock nobody out. */
export function unlessForbidden<R extends { ok: boolean }>(result: R | PolicyRefusal): Exclude<R, PolicyRefusal> {
  if (isForbidden(result)) throw new AdminProblem('policy_violation', { message: result.message })
  return result as Exclude<R, PolicyRefusal>
}

function isLockout(result: { ok: boolean }): result is LockoutRisk {
  return 'risk' in result
}

function isForbidden(result: { ok: boolean }): result is PolicyRefusal {
  return 'error' in result && result.error === 'policy_violation'
}

function lockoutProblem({ message, risk }: LockoutRisk): AdminProblem {
  return new AdminProblem('lockout_risk', { message, details: [{ '@type': LOCKOUT_TYPE, ...wireRisk(risk) }] })
}

const LOCKOUT_TYPE = 'gatelist.LockoutRisk'
const MOST_NAMED = 100

/** `caller_count` counts all of them, of which the latest are listed. */
export function wireRisk({ callers, ownAddress }: Risk) {
  return {
    caller_count: callers.length,
    callers: callers.slice(0, MOST_NAMED).map(({ keyId, keyName, address, calls, lastAt }) => ({
      ...{ key_id: keyId, key_name: keyName, address, calls: String(calls), last_time: lastAt.toISOString() },
    })),
    own_address: ownAddress,
  }
}
