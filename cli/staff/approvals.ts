import type { Command } from 'commander'
import { exitCodes } from '../exit-codes.ts'
import { pathPart } from '../keys/kind.ts'
import { onRun, type Run } from '../session.ts'
import { STAFF, staffCall } from './call.ts'
import { inner, type Row, type RowColumn, rowsView } from './rows-view.ts'

const path = `${STAFF}/approvals`

/** `staff approvals …`. Approving takes a person who is signed in, so there is no command for it. */
export function addApprovalsCommands(staff: Command, run: Run): void {
  const approvals = staff.command('approvals').description('revocations that wait for a second person')
  onRun(
    approvals.command('list').description('list what waits, and what became of the latest'),
    run,
    async (session) => {
      const value = await staffCall<{ waiting?: Row[]; over?: Row[] }>(session.client, { method: 'GET', path })
      await session.print(rowsView(value, [...(value.waiting ?? []), ...(value.over ?? [])], { columns, id: 'id' }))
      return exitCodes.ok
    },
  )
  const decline = approvals
    .command('decline <id>')
    .description('decline a revocation, or take it back')
    .requiredOption('--reason <text>', 'why')
  onRun<{ reason: string }>(decline, run, async (session, { args: [id = ''], options: { reason } }) => {
    const call = { method: 'POST', path: `${path}/${pathPart(id)}:decline`, body: { reason } } as const
    const value = await staffCall(session.client, call)
    session.note('Declined.')
    await session.print({ value, human: () => '', quiet: [id] })
    return exitCodes.ok
  })
}

const columns: readonly RowColumn[] = [
  { title: 'APPROVAL', of: ({ id }) => id },
  { title: 'STATE', of: ({ state }) => state },
  { title: 'KEY', of: ({ key }) => inner(key, 'name'), shrinks: true },
  { title: 'WORKSPACE', of: ({ key }) => inner(key, 'workspace_name'), shrinks: true },
  { title: 'ASKED BY', of: (row) => row.asked_by, shrinks: true },
  { title: 'UNTIL', of: (row) => row.expires_at },
  { title: 'REASON', of: ({ reason }) => reason, shrinks: true },
]
