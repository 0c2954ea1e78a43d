import { randomUUID } from 'node:crypto'
import type { Actor, TokenActor } from '#lib/audit/actor'
import { prisma, transaction } from '#lib/db'
import type { WorkspaceRole } from '#lib/workspaces/rights'
import { createKey } from './commands.ts'
import type { CreatedKey } from './create-key.ts'
import { type IssuedKey, issueKey, type NewKey } from './issue-keys.ts'
import { createKeySchema, type UpdateKeyInput, updateKeySchema } from './schema.ts'

/** A workspace with one member of each role, for tests against a real database. */
export type Team = { workspaceId: string } & Record<WorkspaceRole, Actor>

export async function makeTeam(): Promise<Team> {
  const { id: workspaceId } = await prisma().workspace.create({ data: { name: 'Team' }, select: { id: true } })
  const join = (role: WorkspaceRole) => makeMember(workspaceId, role)
  const [owner, admin] = [await join('owner'), await join('admin')]
  return { workspaceId, owner, admin, member: await join('member'), viewer: await join('viewer') }
}

async function makeMember(workspaceId: string, role: WorkspaceRole): Promise<Actor> {
  const email = `${role}-${randomUUID()}@example.com`
  const user = await prisma().user.create({
    data: { email, name: role, passwordHash: 'none', memberships: { create: { workspaceId, role } } },
    select: { id: true },
  })
  const origin = { address: '192.0.2.10', door: 'dashboard', requestId: 'request-1' } as const
  return { kind: 'user', userId: user.id, label: email, workspaceId, role, ...origin }
}

/** A key as its owner would make it; an empty list counts as confirmed. */
export async function makeKey(actor: Actor, allowedIps = '', name = 'Production'): Promise<CreatedKey> {
  const input = createKeySchema.parse({ name, allowedIps, openToAny: allowedIps === '', expiresAt: null })
  const created = await createKey(actor, input)
  if (!created.ok) throw new Error(created.message)
  return created.value
}

/** A program of the team's workspace. */
export function programOf({ workspaceId }: Pick<Team, 'workspaceId'>): TokenActor {
  const origin = { address: '192.0.2.20', door: 'api', requestId: 'request-2' } as const
  return {
    kind: 'token',
    tokenId: randomUUID(),
    userId: null,
    label: 'token ci',
    workspaceId,
    role: 'admin',
    ...origin,
  }
}

/** A key as a program issues it; what is not said is plain. */
export function issue(actor: TokenActor, wanted: Partial<NewKey> = {}): Promise<IssuedKey> {
  return transaction(async (tx) => {
    const issued = await issueKey(tx, actor, { ...plainKey, ...wanted })
    if (!issued.ok) throw new Error(issued.message)
    return issued.value
  })
}

export const plainKey: NewKey = {
  name: 'Issued',
  actorId: '',
  scopes: [],
  metadata: null,
  visibility: 'secret',
  rateLimit: null,
  ttlSeconds: 86_400,
  entries: [],
  requestId: null,
}

/** What the edit form sends, from the key as it was seen and what the editor changed. */
export function edit(
  seen: CreatedKey,
  changes: { name?: string; allowedIps?: string; version?: number },
): UpdateKeyInput {
  const allowedIps = changes.allowedIps ?? seen.allowedIps
  const { name = seen.name, version = seen.version } = changes
  return updateKeySchema.parse({ keyId: seen.id, version, name, allowedIps, openToAny: allowedIps === '' })
}
