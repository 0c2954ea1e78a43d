import { randomBytes } from 'node:crypto'
import type { OperatorActor, StaffRole } from '#lib/audit/actor'
import { record } from '#lib/audit/record'
import { isFirstAccount } from '#lib/auth/first-account'
import { createAccount, isEmailTaken } from '#lib/auth/new-account'
import { hashPassword } from '#lib/auth/password'
import { prisma, type Tx, transaction } from '#lib/db'
import { ok, type Result } from '#lib/errors'
import { makeResetLink, type ResetLink } from '#lib/password-reset/link'
import { setRole } from '#lib/staff/grant'
import { takeStaffTurn } from '#lib/staff/staff-lock'
import { defaultWorkspaceName } from '#lib/workspaces/rules'
import type { ProvideUserInput } from './schema.ts'
import { namedWorkspace, newWorkspace, takeTurn, type Workspace, type WorkspaceRefusal } from './workspace.ts'

export type ProvidedUser = {
  created: boolean
  userId: string
  email: string
  /** Which the account signs in to; null when it is in none any more. */
  workspace: Workspace | null
  staffRole: StaffRole | null
  /** To choose a password, of an account that was made without one. */
  link: ResetLink | null
}

/**
 * An account of this e-mail address: the one that is there, unchanged, or a new one, as owner of the workspace. The first
 * account of an installation is staff, whatever was asked for.
 */
export async function provideUser(
  actor: OperatorActor,
  input: ProvideUserInput,
): Promise<Result<ProvidedUser, WorkspaceRefusal>> {
  const existing = await findUser(prisma(), input.email)
  if (existing !== null) return ok(existing)
  // Without a password nobody knows one, and nobody gets in before the link was used.
  const passwordHash = await hashPassword(input.password ?? randomBytes(32).toString('base64url'))
  try {
    return await transaction((tx) => findOrCreate(tx, actor, { ...input, passwordHash }))
  } catch (error) {
    // Somebody signed up with it in the meantime.
    const found = isEmailTaken(error) ? await findUser(prisma(), input.email) : null
    if (found === null) throw error
    return ok(found)
  }
}

async function findOrCreate(
  tx: Tx,
  actor: OperatorActor,
  input: ProvideUserInput & { passwordHash: string },
): Promise<Result<ProvidedUser, WorkspaceRefusal>> {
  await takeTurn(tx)
  const { email, passwordHash, password } = input
  const existing = await findUser(tx, email)
  if (existing !== null) return ok(existing)
  const name = input.name ?? email.slice(0, email.indexOf('@'))
  const found = await namedWorkspace(tx, actor, input)
  if (found?.ok === false) return found
  const workspace = found?.value ?? (await newWorkspace(tx, actor, defaultWorkspaceName(name)))
  const isFirst = await isFirstAccount(tx)
  const home = { workspaceId: workspace.id, role: 'owner' } as const
  const { userId } = await createAccount(tx, { email, name, passwordHash, isFirst, ...home })
  await record(tx, {
    ...{ actor, action: 'user.create', workspaceId: workspace.id },
    after: { user: userId, email, name, workspace: workspace.name, role: 'owner', isStaff: isFirst },
  })
  const staffRole = isFirst ? 'staff' : await grant(tx, actor, { userId, email, role: input.staff ?? null })
  const link = password === undefined ? await linkFor(tx, actor, { userId, email, workspaceId: workspace.id }) : null
  return ok({ created: true, userId, email, workspace, staffRole, link })
}

type Wish = { userId: string; email: string; role: StaffRole | null }

async function grant(tx: Tx, actor: OperatorActor, { userId, email, role }: Wish): Promise<StaffRole | null> {
  if (role === null) return null
  await takeStaffTurn(tx, actor)
  await setRole(tx, actor, { userId, email, before: null, role })
  return role
}

type LinkOwner = { userId: string; email: string; workspaceId: string }

async function linkFor(tx: Tx, actor: OperatorActor, { userId, email, workspaceId }: LinkOwner): Promise<ResetLink> {
  const made = await makeResetLink(tx, userId, 'operator')
  const after = { user: userId, email, by: 'operator' }
  await record(tx, { actor, action: 'user.password_link', workspaceId, after })
  return made
}

async function findUser(reader: Pick<Tx, 'user'>, email: string): Promise<ProvidedUser | null> {
  const user = await reader.user.findUnique({
    where: { email },
    select: {
      id: true,
      email: true,
      staffRole: true,
      // As signing in chooses it.
      memberships: {
        orderBy: [{ createdAt: 'asc' }, { workspaceId: 'asc' }],
        take: 1,
        select: { workspace: { select: { id: true, name: true } } },
      },
    },
  })
  if (user === null) return null
  const { id: userId, staffRole, memberships } = user
  return { created: false, userId, email, workspace: memberships[0]?.workspace ?? null, staffRole, link: null }
}
