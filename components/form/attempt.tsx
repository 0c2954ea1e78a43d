import { unstable_rethrow } from 'next/navigation'
import type { Action, ActionResult } from './action.tsx'

/** Calls a server action; a server that cannot be reached becomes an answer like any other refusal. */
export async function attempt<Input, Value>(action: Action<Input, Value>, typed: Input): Promise<ActionResult<Value>> {
  try {
    return await action(typed)
  } catch (error) {
    // Redirects travel as errors.
    unstable_rethrow(error)
    return { ok: false, error: 'unreachable', message: 'The server could not be reached. Nothing is lost: try again.' }
  }
}
