import type { StaffActor } from '#lib/audit/actor'
import { type AuditAction, record } from '#lib/audit/record'
import { type Tx, transaction } from '#lib/db'
import { ok, type Result, refuse } from '#lib/errors'
import type { Prisma } from '#lib/generated/prisma/client'
import type { ChangeView, SaveView } from './saved-view-schema.ts'

export type ViewRefusal = 'not_found' | 'name_taken' | 'too_many' | 'reads_only'

const MOST_OF_ONE = 50

type View = { id: string; name: string; query: Prisma.JsonValue; shared: boolean; isDefault: boolean }

/** Keeps filters and an order under a name. */
export function saveView(actor: StaffActor, input: SaveView): Promise<Result<{ id: string }, ViewRefusal>> {
  return transaction(async (tx) => {
    const own = await lockViews(tx, actor)
    if (own.length >= MOST_OF_ONE) return refuse('too_many', `You have ${MOST_OF_ONE} views. Delete one first.`)
    const refusal = refusalOf(actor, own, input)
    if (refusal !== null) return refusal
    const view = await tx.staffView.create({ data: { ...input, userId: actor.userId }, select: SELECT })
    await tell(tx, actor, { action: 'staff.view_save', after: view })
    return ok({ id: view.id })
  })
}

/** Renames, shares or replaces one of the actor's own views, or makes it the one that they begin with. */
export function changeView(actor: StaffActor, input: ChangeView): Promise<Result<null, ViewRefusal>> {
  return transaction(async (tx) => {
    const own = await lockViews(tx, actor)
    const before = own.find(({ id }) => id === input.viewId)
    if (before === undefined) return gone
    const refusal = refusalOf(actor, own, input)
    if (refusal !== null) return refusal
    if (input.isDefault === true)
      await tx.staffView.updateMany({ where: { userId: actor.userId }, data: { isDefault: false } })
    const { viewId: id, ...wanted } = input
    const given = Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined))
    const after = await tx.staffView.update({
      where: { id },
      data: { ...given, updatedAt: new Date() },
      select: SELECT,
    })
    await tell(tx, actor, { action: 'staff.view_change', before, after })
    return ok(null)
  })
}

/** Deletes one of the actor's own views. */
export function deleteView(actor: StaffActor, { viewId }: { viewId: string }): Promise<Result<null, ViewRefusal>> {
  return transaction(async (tx) => {
    const before = (await lockViews(tx, actor)).find(({ id }) => id === viewId)
    if (before === undefined) return gone
    await tx.staffView.delete({ where: { id: viewId }, select: { id: true } })
    await tell(tx, actor, { action: 'staff.view_delete', before })
    return ok(null)
  })
}

const gone = refuse('not_found', 'This view does not exist any more, or it is somebody else’s.')
const SELECT = { id: true, name: true, query: true, shared: true, isDefault: true } as const

/** Changes of one person's views wait for each other, so that names and the default stay single. */
async function lockViews(tx: Tx, { userId }: StaffActor): Promise<View[]> {
  await tx.$queryRaw`SELECT 1 FROM user_account WHERE id = ${userId}::uuid FOR NO KEY UPDATE`
  return tx.staffView.findMany({ where: { userId }, select: SELECT })
}

type Wanted = { viewId?: string; name?: string | undefined; shared?: boolean | undefined }

function refusalOf(actor: StaffActor, own: readonly View[], { viewId, name, shared }: Wanted) {
  const others = own.filter(({ id }) => id !== viewId)
  if (name !== undefined && others.some((view) => view.name.toLowerCase() === name.toLowerCase())) {
    return refuse('name_taken', 'You have a view of this name already.')
  }
  // What is shared changes what everybody sees.
  if (shared === true && actor.role !== 'staff') return refuse('reads_only', 'Auditors keep their views to themselves.')
  return null
}

type Change = { action: AuditAction; before?: View; after?: View }

function tell(tx: Tx, actor: StaffActor, { action, before, after }: Change): Promise<void> {
  return record(tx, {
    ...{ actor, action, workspaceId: null },
    ...(before === undefined ? {} : { before: eventOf(before) }),
    ...(after === undefined ? {} : { after: eventOf(after) }),
  })
}

function eventOf({ id, name, query, shared, isDefault }: View) {
  return { view: id, name, query: query ?? {}, shared, isDefault }
}
