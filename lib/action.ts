import { headers } from 'next/headers'
import { unstable_rethrow } from 'next/navigation'
import type { z } from 'zod'
import { currentUser } from '#lib/auth/current'
import { isSameOriginRequest } from '#lib/auth/request-origin'
import type { SignedIn } from '#lib/auth/signed-in'
import { currentVisitor, type Visitor } from '#lib/auth/visitor'
import { currentPeer } from '#lib/client-ip/peer'
import { isDatabaseUnavailable } from '#lib/db'
import { env } from '#lib/env'
import { log } from '#lib/log'
import { newRequestId } from '#lib/request-id'

export type ActionFailure = {
  ok: false
  error: string
  message: string
  /** One message a field, by its path in the input (`allowedIps`, `entries.3`). */
  fields?: Record<string, string>
}

export type Outcome = { ok: true; value: unknown } | { ok: false; error: string; message: string }

/**
 * A server action of a signed-in person: own pages only, signed in, parsed, then `run`. Answers values and never throws
 * for anything a person could do about it, so that a form keeps what was typed.
 */
export function userAction<S extends z.ZodType, R extends Outcome>(
  schema: S,
  run: (input: z.output<S>, user: SignedIn) => Promise<R>,
): (input: z.input<S>) => Promise<R | ActionFailure> {
  return (input) =>
    answered(async () => {
      const user = await currentUser()
      if (user === null) return signedOut
      const parsed = schema.safeParse(input)
      return parsed.success ? run(parsed.data, user) : invalid(parsed.error)
    })
}

/** A server action of somebody who has not signed in: own pages only, parsed, then `run`. */
export function visitorAction<S extends z.ZodType, R extends Outcome>(
  schema: S,
  run: (input: z.output<S>, visitor: Visitor) => Promise<R>,
): (input: z.input<S>) => Promise<R | ActionFailure> {
  return (input) =>
    answered(async () => {
      const parsed = schema.safeParse(input)
      return parsed.success ? run(parsed.data, await currentVisitor()) : invalid(parsed.error)
    })
}

/** Shows a refusal beside the field it is about. */
export function atField(refusal: { ok: false; error: string; message: string }, field: string | null): ActionFailure {
  return field === null ? refusal : { ...refusal, fields: { [field]: refusal.message } }
}

/** Own pages only; what `work` throws becomes an answer, save what Next itself throws. */
export async function answered<R>(work: () => Promise<R>): Promise<R | ActionFailure> {
  try {
    const { appUrl, appUrlIsDefault } = env()
    if (!isSameOriginRequest(await headers(), { url: appUrl, isDefault: appUrlIsDefault })) return crossSite(appUrl)
    return await work()
  } catch (error) {
    // Redirects and "not found" travel as exceptions of Next's own.
    unstable_rethrow(error)
    return isDatabaseUnavailable(error) ? unavailable : unexpected(error)
  }
}

export const signedOut: ActionFailure = {
  ok: false,
  error: 'signed_out',
  message: 'Your session has ended. Sign in again in another tab, then come back: what you typed is still here.',
}

const unavailable: ActionFailure = {
  ok: false,
  error: 'unavailable',
  message:
    'The database does not answer, so this could not be confirmed. What you typed is still here: try again in a moment.',
}

function crossSite(appUrl: URL): ActionFailure {
  return {
    ok: false,
    error: 'cross_site',
    message: `Nothing was changed. Open this page at ${appUrl.origin} to do that.`,
  }
}

/** One message a field. */
export function invalid(error: z.ZodError): ActionFailure {
  const fields: Record<string, string> = {}
  for (const issue of error.issues) fields[issue.path.join('.')] ??= issue.message
  return { ok: false, error: 'invalid', message: error.issues[0]?.message ?? 'Check what you entered.', fields }
}

function unexpected(error: unknown): ActionFailure {
  const requestId = currentPeer()?.requestId ?? newRequestId()
  log.error({ err: error, requestId }, 'server action failed')
  return { ok: false, error: 'internal', message: `Something went wrong here. Request ${requestId} is in the log.` }
}
