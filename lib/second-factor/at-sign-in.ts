import { waitMessage } from '#lib/auth/throttle'
import type { Tx } from '#lib/db'
import { ok, type Result, refuse } from '#lib/errors'
import { type CodeAttempt, takeCodeAttempt } from './attempts.ts'
import { type CodeRefusal, codeUsed, wrongCode } from './refusals.ts'
import { type CodeOutcome, spendCode } from './spend-code.ts'

export type ShownFactor = Extract<CodeOutcome, 'app' | 'recovery_code'>

type Stopped = { ok: false; error: 'too_many_attempts'; message: string; isFirst: boolean }

/** Counts a code that somebody shows who knows the password. */
export async function admitCode(attempt: CodeAttempt): Promise<{ ok: true } | Stopped> {
  const budget = await takeCodeAttempt(attempt)
  if (budget.ok) return budget
  const { isFirst, waitMs } = budget
  return { ...refuse('too_many_attempts', waitMessage(waitMs)), isFirst }
}

/** Takes the code in the transaction that opens the session. */
export async function showCode(tx: Tx, userId: string, code: string): Promise<Result<ShownFactor, CodeRefusal>> {
  const outcome = await spendCode(tx, userId, code)
  if (outcome === 'wrong') return wrongCode
  return outcome === 'used' ? codeUsed : ok(outcome)
}
