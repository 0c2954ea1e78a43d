import { prisma } from '#lib/db'
import { isKeyId } from '#lib/keys/key-resource'
import { dayOf, type RequestView } from './key-acts.ts'

/** What staff have to say about a key, for the people of its workspace: never who of the staff it was. */
export type OwnerNotices = {
  requests: readonly Pick<RequestView, 'id' | 'ask' | 'reason' | 'dueOn' | 'askedAt'>[]
  notes: readonly { id: string; text: string; writtenAt: Date }[]
}

const MOST_NOTES = 5

/** Open requests and notes that are meant to be seen. A key of another workspace has none, as one that does not exist. */
export async function ownerNotices(workspaceId: string, keyId: string): Promise<OwnerNotices> {
  if (!isKeyId(keyId)) return { requests: [], notes: [] }
  const [requests, notes] = await Promise.all([
    prisma().staffRequest.findMany({
      where: { workspaceId, keyId, settledAt: null },
      orderBy: { id: 'desc' },
      select: { id: true, ask: true, reason: true, dueOn: true, askedAt: true },
    }),
    prisma().staffNote.findMany({
      where: { workspaceId, keyId, shownToOwner: true, struckAt: null },
      orderBy: { writtenAt: 'desc' },
      take: MOST_NOTES,
      select: { id: true, text: true, writtenAt: true },
    }),
  ])
  return { requests: requests.map((row) => ({ ...row, dueOn: dayOf(row.dueOn) })), notes }
}
