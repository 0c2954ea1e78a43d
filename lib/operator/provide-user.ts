import type { OperatorActor } from '#lib/audit/actor'
import { record } from '#lib/audit/record'
import { isFirstAccount } from '#lib/auth/first-account'
import { createAccount, isEmailTaken } from '#lib/auth/new-account'
import { hashPassword } from '#lib/auth/password'
import { prisma, type Tx, transaction } from '#lib/db'
import { ok, type Result } from '#lib/errors'
import { defaultWorkspaceName } from '#lib/workspaces/rules'
import type { ProvideUserInput } from './schema.ts'
import { namedWorkspace, newWorkspace, takeTurn, type Workspace, type WorkspaceRefusal } from './workspace.ts'

/** `workspace` is the one that the account signs in to; null when it is in none any more. */
export type ProvidedUser = { created: boolean; userId: string; email: string; workspace: Workspace | null }

/**
 * An account of this e-mail address: the one that is there, unchanged, or a new one, as owner of the workspace. The first
 * account of an installation is staff.
 */
export async function provideUser(
  actor: OperatorActor,
  input: ProvideUserInput,
): Promise<Result<ProvidedUser, WorkspaceRefusal>> {
  const existing = await findUser(prisma(), input.email)
  if (existing !== null) return ok(existing)
  const passwordHash = await hashPassword(input.password)
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
  const { email, passwordHash } = input
  const existing = await findUser(tx, email)
  if (existing !== null) return ok(existing)
  const name = input.name ?? email.slice(0, email.indexOf('@'))
  const found = await namedWorkspace(tx, actor, input)
  if (found?.ok === false) return found
  const workspace = found?.value ?? (await newWorkspace(tx, actor, defaultWorkspaceName(name)))
  const isFirst = await isFirstAccount(tx)
  const { userId } = await createAccount(tx, { email, name, passwordHash, isFirst, workspaceId: workspace.id })
  await record(tx, {
    ...{ actor, action: 'user.create', workspaceId: workspace.id },
    after: { user: userId, email, name, workspace: workspace.name, role: 'owner', isStaff: isFirst },
  })
  return ok({ created: true, userId, email, workspace })
}

async function findUser(reader: Pick<Tx, 'user'>, email: string): Promise<ProvidedUser | null> {
  const user = await reader.user.findUnique({
    where: { email },
    select: {
      id: true,
      email: true,
      // As signing in chooses it.
      memberships: {
        orderBy: [{ createdAt: 'asc' }, { workspaceId: 'asc' }],
        take: 1,
        select: { workspace: { select: { id: true, name: true } } },
      },
    },
  })
  if (user === null) return null
  return { created: false, userId: user.id, email: user.email, workspace: user.memberships[0]?.workspace ?? null }
}
