import { prisma } from '#lib/db'
import { type RequestRow, type RequestView, toRequest } from './key-acts.ts'

/** The key and the workspace that something is about. */
export type AboutKey = { id: string; name: string; displayPrefix: string; lastFour: string; workspaceName: string }

export type ListedRequest = RequestView & { key: AboutKey }

/** `open`: nobody settled it; `settled`: the owner did it, or staff closed it. */
export const requestStates = ['open', 'settled'] as const
export type RequestState = (typeof requestStates)[number]

export type RequestPage = { requests: readonly ListedRequest[]; next: string | null }

const PAGE = 50

/** What staff asked owners for, whoever asked. Open ones the newest first, settled ones the latest first. `after`: the id of the last one seen. */
export async function listRequests(state: RequestState, after: string | null): Promise<RequestPage> {
  const rows = await prisma().staffRequest.findMany({
    where: { settledAt: state === 'open' ? null : { not: null } },
    orderBy: state === 'open' ? { id: 'desc' } : [{ settledAt: 'desc' }, { id: 'desc' }],
    ...(after === null ? {} : { cursor: { id: after }, skip: 1 }),
    take: PAGE + 1,
    select: {
      id: true,
      ask: true,
      reason: true,
      dueOn: true,
      askedBy: true,
      askedAt: true,
      settledAt: true,
      outcome: true,
      settledBy: true,
      settledNote: true,
      key: { select: aboutKey },
    },
  })
  const shown = rows.slice(0, PAGE)
  const next = rows.length > PAGE ? (shown.at(-1)?.id ?? null) : null
  return { requests: shown.map(toListed), next }
}

export const aboutKey = {
  id: true,
  name: true,
  displayPrefix: true,
  lastFour: true,
  workspace: { select: { name: true } },
} as const

export function toAboutKey({
  workspace,
  ...key
}: Omit<AboutKey, 'workspaceName'> & { workspace: { name: string } }): AboutKey {
  return { ...key, workspaceName: workspace.name }
}

type Row = RequestRow & { key: Omit<AboutKey, 'workspaceName'> & { workspace: { name: string } } }

function toListed({ key, ...row }: Row): ListedRequest {
  return { ...toRequest(row), key: toAboutKey(key) }
}
