import type { Actor } from '#lib/audit/actor'
import { record } from '#lib/audit/record'
import { prisma, type Tx, transaction } from '#lib/db'
import { ok, type Result, refuse } from '#lib/errors'
import { holdInvitation, type JoinRefusal, spendInvitation } from '#lib/members/join'
import type { OpenInvitation } from '#lib/members/open-invitation'
import { createWorkspace } from '#lib/workspaces/commands'
import type { WorkspaceRole } from '#lib/workspaces/rights'
import { defaultWorkspaceName } from '#lib/workspaces/rules'
import { installationIsEmpty, isFirstAccount } from './first-account.ts'
import { createAccount, isEmailTaken } from './new-account.ts'
import { hashPassword } from './password.ts'
import type { SignUpInput } from './schema.ts'
import type { SessionClaims } from './session-token.ts'
import { openSession } from './sessions.ts'
import { isSetupCode } from './setup-code.ts'
import { addressSubject, take, waitMessage } from './throttle.ts'
import type { Visitor } from './visitor.ts'

export type SignUpRefusal =
  | 'too_many_attempts'
  | 'setup_code_required'
  | 'setup_code_wrong'
  | 'email_taken'
  | JoinRefusal

/** `invitation`: the token of the link that was followed. */
export type SigningUp = Omit<SignUpInput, 'callbackUrl'> & { invitation?: string | null }

/** Who signs up: `isOnThisMachine` as isMadeOnThisMachine tells it. */
export type Newcomer = Visitor & { isOnThisMachine: boolean }

/**
 * Makes an account and its first session in a workspace of its own, or in the one that it was invited to, or nothing. The first
 * account of an installation is staff.
 */
export async function signUp(input: SigningUp, newcomer: Newcomer): Promise<Result<SessionClaims, SignUpRefusal>> {
  const from = addressSubject(newcomer.address)
  const budget = await take('signUpFrom', from)
  if (!budget.ok) return refuse('too_many_attempts', waitMessage(budget.waitMs))
  const first = await mayBeFirst(input, newcomer, from)
  if (!first.ok) return first
  if (await prisma().user.findUnique({ where: { email: input.email }, select: { id: true } })) return taken

  const passwordHash = await hashPassword(input.password)
  try {
    return await transaction(async (tx) => {
      const isFirst = await isFirstAccount(tx)
      if (isFirst && !first.value) return codeRequired
      const { invitation: token = null } = input
      const held = token === null ? ok(null) : await holdInvitation(tx, token, input.email)
      if (!held.ok) return held
      return ok(await openAccount(tx, { ...input, passwordHash, isFirst, invitation: held.value }, newcomer))
    })
  } catch (error) {
    // Two sign-ups with one address: the unique index let the other one through.
    if (isEmailTaken(error)) return taken
    throw error
  }
}

const taken = refuse('email_taken', 'There is already an account with this e-mail address. Sign in instead.')
const codeRequired = refuse('setup_code_required', 'Enter the set-up code that the server printed when it started.')

/** Whether this sign-up may become the first account; refuses at once when there is none and it may not. */
async function mayBeFirst(input: SigningUp, newcomer: Newcomer, from: string): Promise<Result<boolean, SignUpRefusal>> {
  if (newcomer.isOnThisMachine) return ok(true)
  if (!(await installationIsEmpty())) return ok(false)
  if (!input.setupCode) return codeRequired
  const guess = await take('setupCodeFrom', from)
  if (!guess.ok) return refuse('too_many_attempts', waitMessage(guess.waitMs))
  if (isSetupCode(input.setupCode)) return ok(true)
  return refuse('setup_code_wrong', 'That is not the set-up code. The server prints it when it starts.')
}

type SigningUpAs = Omit<SigningUp, 'invitation'> & {
  passwordHash: string
  isFirst: boolean
  invitation: OpenInvitation | null
}

async function openAccount(tx: Tx, account: SigningUpAs, newcomer: Newcomer): Promise<SessionClaims> {
  const { email, name, passwordHash, isFirst, invitation } = account
  const home = invitation === null ? await ownWorkspace(tx, account) : homeOf(invitation)
  const { workspaceId, role } = home
  const { userId, sessionVersion } = await createAccount(tx, { email, name, passwordHash, isFirst, workspaceId, role })
  const claims = await openSession(tx, { userId, sessionVersion }, newcomer)
  const actor: Actor = {
    ...{ kind: 'user', userId, label: email, workspaceId, role },
    ...{ address: newcomer.address, door: 'dashboard', requestId: newcomer.requestId },
  }
  const event = { actor, workspaceId }
  await record(tx, { ...event, action: 'user.sign_up', after: { name, workspace: home.name, isStaff: isFirst } })
  if (invitation !== null) await spendInvitation(tx, actor, invitation)
  await record(tx, { ...event, action: 'user.sign_in', after: { session: claims.sessionId } })
  return claims
}

type Home = { workspaceId: string; role: WorkspaceRole; name: string }

async function ownWorkspace(tx: Tx, account: SigningUpAs): Promise<Home> {
  const name = account.workspaceName ?? defaultWorkspaceName(account.name)
  return { workspaceId: (await createWorkspace(tx, name)).id, role: 'owner', name }
}

function homeOf({ workspaceId, role, workspaceName }: OpenInvitation): Home {
  return { workspaceId, role, name: workspaceName }
}
