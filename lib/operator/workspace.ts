import type { OperatorActor } from '#lib/audit/actor'
import { record } from '#lib/audit/record'
import type { Tx } from '#lib/db'
import { ok, type Result, refuse } from '#lib/errors'
import { createWorkspace } from '#lib/workspaces/commands'

export type Workspace = { id: string; name: string }

export type WorkspaceRefusal =
  | 'workspace_unnamed'
  | 'workspace_unknown'
  | 'workspace_ambiguous'
  | 'workspace_of_another'

/** Any number that nothing else in the product locks. */
const operatorLock = 7_205_759_403

/** One call of the operator at a time, so that two that are the same make one thing. Ends with the transaction. */
export async function takeTurn(tx: Tx): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${operatorLock}::bigint)`
}

export type NamedWorkspace = { workspace?: string | undefined; workspace_id?: string | undefined }

/** The workspace that a call names; undefined when it names none. */
export async function namedWorkspace(
  tx: Tx,
  actor: OperatorActor,
  { workspace: name, workspace_id: id }: NamedWorkspace,
): Promise<Result<Workspace, WorkspaceRefusal> | undefined> {
  if (id !== undefined) return workspaceById(tx, id)
  return name === undefined ? undefined : workspaceByName(tx, actor, name)
}

async function workspaceById(tx: Tx, id: string): Promise<Result<Workspace, WorkspaceRefusal>> {
  const found = await tx.workspace.findUnique({ where: { id }, select: { id: true, name: true } })
  return found === null ? refuse('workspace_unknown', 'There is no workspace with this id.') : ok(found)
}

/** The one workspace of this name, made when there is none. Names are not unique, and nobody guesses among several. */
async function workspaceByName(
  tx: Tx,
  actor: OperatorActor,
  name: string,
): Promise<Result<Workspace, WorkspaceRefusal>> {
  const found = await tx.workspace.findMany({
    where: { name },
    orderBy: { createdAt: 'asc' },
    take: IDS_LISTED + 1,
    select: { id: true, name: true },
  })
  const [only] = found
  if (only === undefined) return ok(await newWorkspace(tx, actor, name))
  if (found.length > 1) return refuse('workspace_ambiguous', ambiguous(found))
  const other = await strangerWhoMade(tx, only.id)
  return other === null ? ok(only) : refuse('workspace_of_another', ofAnother(only.id, other))
}

/**
 * Whoever signs up names a workspace as they like, so a name alone could lead an operator into somebody else's. Staff are the
 * operator's own people.
 */
async function strangerWhoMade(tx: Tx, workspaceId: string): Promise<string | null> {
  const made = await tx.auditEvent.findFirst({
    where: { workspaceId, action: 'user.sign_up', NOT: { after: { path: ['isStaff'], equals: true } } },
    select: { actorLabel: true },
  })
  return made?.actorLabel ?? null
}

function ofAnother(workspaceId: string, who: string): string {
  return `${who} signed up with a workspace of this name. Choose another name, or name that one by workspace_id: ${workspaceId}`
}

export async function newWorkspace(tx: Tx, actor: OperatorActor, name: string): Promise<Workspace> {
  const { id } = await createWorkspace(tx, name)
  await record(tx, { actor, action: 'workspace.create', workspaceId: id, after: { name } })
  return { id, name }
}

const IDS_LISTED = 20

function ambiguous(found: readonly Workspace[]): string {
  const ids = found.slice(0, IDS_LISTED).map(({ id }) => id)
  const rest = found.length > ids.length ? ', and more' : ''
  return `Several workspaces have this name. Name one by workspace_id: ${ids.join(', ')}${rest}`
}
