import { isDatabaseUnavailable } from '#lib/db'
import { CallTimedOut } from './share-calls.ts'

/** Whether a call could not be judged because the database could not be asked, or did not answer in time. */
export function isUnanswered(error: unknown): boolean {
  return error instanceof CallTimedOut || isDatabaseUnavailable(error)
}
