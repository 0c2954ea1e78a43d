import type { Actor, AnonymousActor } from '#lib/audit/actor'
import { record } from '#lib/audit/record'
import { prisma, type Tx, transaction } from '#lib/db'
import { ok, type Result, refuse } from '#lib/errors'
import { holdInvitation, joinBy } from '#lib/members/join'
import { findOpenInvitation } from '#lib/members/open-invitation'
import { admitCode, type ShownFactor, showCode } from '#lib/second-factor/at-sign-in'
import { forgetCodeAttempts } from '#lib/second-factor/attempts'
import type { CodeRefusal } from '#lib/second-factor/refusals'
import type { WorkspaceRole } from '#lib/workspaces/rights'
import { knownDevice } from './known-device.ts'
import { verifyPassword } from './password.ts'
import type { SessionClaims } from './session-token.ts'
import { openSession } from './sessions.ts'
import { admitAttempt } from './sign-in-attempt.ts'
import { waitMessage } from './throttle.ts'
import type { Visitor } from './visitor.ts'

export type SignInRefusal =
  | 'wrong_credentials'
  | 'too_many_attempts'
  | 'account_disabled'
  | 'no_workspace'
  /** Everything else was right: the account has a second factor, and no code was given. */
  | 'code_required'
  | CodeRefusal

type Account = {
  userId: string
  passwordHash: string
  sessionVersion: number
  isDisabled: boolean
  hasSecondFactor: boolean
  workspaceId: string | null
  role: WorkspaceRole | null
}

/**
 * What was typed; the code once it was asked for. `invitation`: the token of the link that was followed. `devices`: what the browser
 * holds of the accounts that it has signed in to.
 */
export type Credentials = {
  email: string
  password: string
  code?: string | undefined
  invitation?: string | null
  devices?: string | undefined
}

/**
 * Opens a session for the right e-mail address and password and, where the account has a second factor, a code. Every
 * other outcome costs the caller part of a budget. Who is in no workspace joins the one they were invited to, if they come by
 * that link: without a workspace nobody could sign in to accept.
 */
export async function signIn(input: Credentials, visitor: Visitor): Promise<Result<SessionClaims, SignInRefusal>> {
  const failed = (reason: SignInRefusal, account: Account | null) =>
    recordFailure({ email: input.email, reason, workspaceId: account?.workspaceId ?? null }, visitor)
  const device = await knownDevice(input.devices, input.email)
  const attempt = await admitAttempt({ email: input.email, address: visitor.address, device })
  if (!attempt.ok) {
    // One event tells of the whole window: a flood of attempts must not fill the audit trail.
    if (attempt.isFirst) await failed('too_many_attempts', null)
    return refuse('too_many_attempts', waitMessage(attempt.waitMs))
  }

  const account = await findAccount(input.email)
  if (!(await verifyPassword(account?.passwordHash ?? null, input.password)) || account === null) {
    await failed('wrong_credentials', account)
    return refuse('wrong_credentials', 'That e-mail address and password do not go together.')
  }
  if (account.isDisabled) {
    await failed('account_disabled', account)
    return refuse('account_disabled', 'This account has been disabled. Ask whoever runs this server.')
  }
  const home = homeOf(account) ?? (await invitedTo(input))
  if (home === null) {
    await failed('no_workspace', account)
    return refuse('no_workspace', 'This account belongs to no workspace any more. Ask a member to invite you.')
  }
  const actor: Actor = {
    ...{ kind: 'user', userId: account.userId, label: input.email, workspaceId: home.workspaceId, role: home.role },
    ...{ address: visitor.address, door: 'dashboard', requestId: visitor.requestId },
  }
  const opened = account.hasSecondFactor
    ? await openWithCode(account, actor, { code: input.code, token: home.token, visitor })
    : ok(await transaction((tx) => open(tx, { account, actor, visitor, token: home.token })))
  // The password was no guess, whatever the code was: those have budgets of their own.
  await attempt.forgive()
  return opened
}

/** Where a session begins. `token`: of the invitation by which it may. */
type Home = { workspaceId: string; role: WorkspaceRole; token: string | null }

function homeOf({ workspaceId, role }: Account): Home | null {
  return workspaceId === null || role === null ? null : { workspaceId, role, token: null }
}

async function invitedTo({ email, invitation: token = null }: Credentials): Promise<Home | null> {
  const found = token === null ? null : await findOpenInvitation(token)
  return found?.email === email ? { workspaceId: found.workspaceId, role: found.role, token } : null
}

type Opening = { account: Account; actor: Actor; visitor: Visitor; token: string | null; factor?: ShownFactor }

async function open(tx: Tx, { account, actor, visitor, token, factor }: Opening): Promise<SessionClaims> {
  const { userId, sessionVersion } = account
  // Should it have ended this very moment, the session signs nobody in.
  const held = token === null ? null : await holdInvitation(tx, token, actor.label)
  if (held?.ok) await joinBy(tx, actor, held.value)
  const secondFactorAt = factor === undefined ? null : new Date()
  const opened = await openSession(tx, { userId, sessionVersion, secondFactorAt }, visitor)
  const event = { actor, workspaceId: actor.workspaceId }
  if (factor === 'recovery_code') await record(tx, { ...event, action: 'user.recovery_code' })
  const after = { session: opened.sessionId, ...(factor === undefined ? {} : { secondFactor: factor }) }
  await record(tx, { ...event, action: 'user.sign_in', after })
  return opened
}

type Code = { code: string | undefined; token: string | null; visitor: Visitor }

/** No session exists before the code is right. */
async function openWithCode(
  account: Account,
  actor: Actor,
  { code = '', token, visitor }: Code,
): Promise<Result<SessionClaims, SignInRefusal>> {
  if (code.trim() === '') return refuse('code_required', 'Enter the code of your authenticator app.')
  const attempt = { userId: account.userId, address: visitor.address }
  const admitted = await admitCode(attempt)
  if (!admitted.ok) {
    if (admitted.isFirst) await recordWrongCode(actor, admitted.error)
    return admitted
  }
  const opened = await transaction(async (tx) => {
    const shown = await showCode(tx, account.userId, code)
    return shown.ok ? ok(await open(tx, { account, actor, visitor, token, factor: shown.value })) : shown
  })
  if (opened.ok) await forgetCodeAttempts(attempt)
  else await recordWrongCode(actor, opened.error)
  return opened
}

/** One statement for known and unknown addresses alike, so that time does not tell them apart. */
async function findAccount(email: string): Promise<Account | null> {
  const rows = await prisma().$queryRaw<Account[]>`
    SELECT u.id::text AS "userId", u.password_hash AS "passwordHash", u.session_version AS "sessionVersion",
           u.disabled_at IS NOT NULL AS "isDisabled",
           EXISTS (SELECT FROM second_factor f WHERE f.user_id = u.id AND f.confirmed_at IS NOT NULL) AS "hasSecondFactor",
           m.workspace_id::text AS "workspaceId", m.role::text AS role
    FROM user_account u LEFT JOIN membership m ON m.user_id = u.id
    WHERE u.email = ${email} ORDER BY m.created_at, m.workspace_id LIMIT 1`
  return rows[0] ?? null
}

/** By nobody yet: who knows the password alone has not shown who they are. */
async function recordWrongCode({ label, workspaceId, address, requestId }: Actor, reason: CodeRefusal): Promise<void> {
  const actor: AnonymousActor = { kind: 'anonymous', label, address, door: 'dashboard', requestId }
  const action = 'user.second_factor_failed'
  await transaction((tx) => record(tx, { actor, action, workspaceId, after: { reason } }))
}

type Failure = { email: string; reason: SignInRefusal; workspaceId: string | null }

async function recordFailure({ email, reason, workspaceId }: Failure, visitor: Visitor): Promise<void> {
  const { address, requestId } = visitor
  const actor: AnonymousActor = { kind: 'anonymous', label: email, address, door: 'dashboard', requestId }
  await transaction((tx) => record(tx, { actor, action: 'user.sign_in_failed', workspaceId, after: { reason } }))
}
