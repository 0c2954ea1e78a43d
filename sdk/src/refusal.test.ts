import { expect, it } from 'vitest'
import { type ProblemCode, problemAnswer } from '../../lib/api/problem.ts'
import { refusalOf } from './refusal.ts'
import type { Reason, Verdict } from './verdict.ts'

const own = {
  invalid: 'invalid_key',
  revoked: 'invalid_key',
  expired: 'invalid_key',
  ip_not_allowed: 'ip_not_allowed',
  ip_unknown: 'ip_not_allowed',
  rate_limited: 'rate_limited',
  unavailable: 'database_unavailable',
} as const satisfies Record<Reason, ProblemCode>

it.each(Object.entries(own))('%s is refused with the bytes of Gatelist itself', (reason, code) => {
  const verdict = { allowed: false, reason, retryAfterSeconds: 7, problem: 'timeout' } as Exclude<
    Verdict,
    { allowed: true }
  >
  const { status, headers, body } = refusalOf(verdict)
  const answer = problemAnswer(code)
  expect({ status, body }).toEqual({ status: answer.status, body: answer.body })
  const waits = reason === 'rate_limited' ? ['Retry-After', '7'] : []
  expect(pairs(Object.entries(headers).flat())).toEqual(pairs([...answer.headers, ...waits]))
})

function pairs(list: readonly string[]): string[] {
  return list.flatMap((name, i) => (i % 2 === 0 ? [`${name}: ${list[i + 1]}`] : [])).sort()
}
