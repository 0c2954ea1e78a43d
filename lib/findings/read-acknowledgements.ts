import { prisma } from '#lib/db'
import type { RuleId } from './rules.ts'
import type { StandingAcknowledgement } from './views.ts'

const SHOWN = 100

/** What is acknowledged of a rule and not over yet, the latest first; at most the last hundred. */
export async function readAcknowledgements(rule: RuleId): Promise<readonly StandingAcknowledgement[]> {
  const rows = await prisma().findingAcknowledgement.findMany({
    where: { rule, until: { gt: new Date() } },
    orderBy: { id: 'desc' },
    take: SHOWN,
    select: {
      ...{ id: true, reason: true, until: true, acknowledgedBy: true, acknowledgedAt: true, workspaceId: true },
      workspace: { select: { name: true } },
      key: { select: { id: true, name: true } },
    },
  })
  return rows.map(({ workspace, key, acknowledgedBy: by, acknowledgedAt: at, ...row }) => ({
    ...row,
    ...{ by, at, key, workspaceName: workspace.name },
    of: key === null ? 'workspace' : 'key',
  }))
}
