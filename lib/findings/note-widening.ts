import type { Tx } from '#lib/db'

/** `gained`: how much, as people read it; empty when the list does not apply at all any more. */
export type NotedWidening = {
  readonly workspaceId: string
  readonly subjectId: string
  readonly at: Date
  readonly gained: string
  readonly opensToAny: boolean
  readonly widenedBy: string
}

/** Keeps for the staff that a list admits more than before. Not an alert: a workspace that mutes those hides nothing here. */
export async function noteWidening(tx: Tx, widening: NotedWidening): Promise<void> {
  await tx.listWidening.create({ data: { ...widening }, select: { id: true } })
}
