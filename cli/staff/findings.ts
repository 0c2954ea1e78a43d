import type { Command } from 'commander'
import { exitCodes } from '../exit-codes.ts'
import { pathPart } from '../keys/kind.ts'
import { onRun, type Run } from '../session.ts'
import { STAFF, staffCall } from './call.ts'
import { addPageOptions, type PageOptions, readPages, sayMore } from './pages.ts'
import { inner, type Row, type RowColumn, rowsView } from './rows-view.ts'

const path = `${STAFF}/findings`

/** `staff findings …`. */
export function addFindingsCommands(staff: Command, run: Run): void {
  const findings = staff.command('findings').description('risks, and the keys that have them')
  onRun(findings.command('list').description('list findings, the gravest first'), run, async (session) => {
    const value = await staffCall<{ findings?: Row[] }>(session.client, { method: 'GET', path })
    await session.print(rowsView(value, value.findings ?? [], { columns, id: 'rule' }))
    return exitCodes.ok
  })
  const show = addPageOptions(findings.command('show <rule>').description('list the keys of a finding'))
    .option('--workspace <id>', 'of this workspace alone')
    .option('--acknowledged', 'with those that somebody acknowledged')
  onRun<PageOptions & { workspace?: string; acknowledged?: true }>(
    show,
    run,
    async (session, { args: [rule = ''], options }) => {
      const query = { workspace: options.workspace, acknowledged: options.acknowledged === true ? '1' : undefined }
      const asked = { path: `${path}/${pathPart(rule)}/keys`, query, name: 'keys' }
      const { value, rows } = await readPages(session.client, asked, options)
      await session.print(rowsView(value, rows, { columns: keyColumns, id: 'key_id' }))
      sayMore(session, value)
      return exitCodes.ok
    },
  )
  addAcknowledge(findings, run)
  const reopen = findings.command('reopen <acknowledgement>').description('bring a finding back')
  onRun(reopen, run, async (session, { args: [id = ''] }) => {
    const value = await staffCall(session.client, {
      method: 'POST',
      path: `${STAFF}/acknowledgements/${pathPart(id)}:reopen`,
      body: {},
    })
    session.note('Reopened.')
    await session.print({ value, human: () => '', quiet: [id] })
    return exitCodes.ok
  })
}

type AcknowledgeOptions = {
  readonly workspace: string
  readonly key?: string
  readonly reason: string
  readonly until: string
}

function addAcknowledge(findings: Command, run: Run): void {
  const command = findings
    .command('acknowledge <rule>')
    .description('leave a key, or all of a workspace, out of a finding until a day is over')
    .requiredOption('--workspace <id>', 'the workspace')
    .option('--key <id>', 'this key of it alone')
    .requiredOption('--reason <text>', 'why this is in order')
    .requiredOption('--until <date>', 'the last day, such as 2030-01-31')
  onRun<AcknowledgeOptions>(command, run, async (session, { args: [rule = ''], options }) => {
    const { workspace, key, reason, until } = options
    const body = { workspace_id: workspace, key_id: key ?? null, reason, until }
    const value = await staffCall<Row>(session.client, {
      method: 'POST',
      path: `${path}/${pathPart(rule)}:acknowledge`,
      body,
    })
    session.note(`Acknowledged until ${value.until}.`)
    await session.print({ value, human: () => '', quiet: [] })
    return exitCodes.ok
  })
}

const columns: readonly RowColumn[] = [
  { title: 'FINDING', of: ({ rule }) => rule },
  { title: 'SEVERITY', of: ({ severity }) => severity },
  { title: 'KEYS', of: ({ count }) => inner(count, 'keys') ?? '?' },
  { title: 'ACKNOWLEDGED', of: ({ acknowledged }) => acknowledged },
  { title: 'RULE', of: ({ sentence }) => sentence, shrinks: true },
]

const keyColumns: readonly RowColumn[] = [
  { title: 'KEY ID', of: (row) => row.key_id },
  { title: 'NAME', of: ({ name }) => name, shrinks: true },
  { title: 'WORKSPACE', of: (row) => row.workspace_name, shrinks: true },
  { title: 'OWNER', of: ({ owner }) => owner, shrinks: true },
  { title: 'MODE', of: (row) => row.access_mode },
  { title: 'ACKNOWLEDGEMENT', of: ({ acknowledgement }) => inner(acknowledgement, 'id') },
  { title: 'WHY', of: ({ why }) => why, shrinks: true },
]
