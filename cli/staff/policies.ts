import { type Command, InvalidArgumentError } from 'commander'
import { exitCodes } from '../exit-codes.ts'
import { Failure } from '../failure.ts'
import type { Client } from '../http/client.ts'
import { failureOf } from '../http/problem.ts'
import { pathPart } from '../keys/kind.ts'
import { askFirst, onRun, type Run, type Session } from '../session.ts'
import { notStaff, STAFF, staffCall } from './call.ts'
import { addPageOptions, type PageOptions, readPages, sayMore } from './pages.ts'
import { inner, type Row, type RowColumn, rowsView } from './rows-view.ts'

const path = `${STAFF}/policies`

/** `staff policies …`. A policy is of `all`, or of a workspace by its id. */
export function addPoliciesCommands(staff: Command, run: Run): void {
  const policies = staff.command('policies').description('rules that customers’ keys must obey')
  const list = addPageOptions(policies.command('list').description('list policies'))
  onRun<PageOptions>(list, run, async (session, { options }) => {
    const { value, rows } = await readPages(session.client, { path, query: {}, name: 'policies' }, options)
    const all = value.all ? [value.all as Row] : []
    await session.print(rowsView(value, [...all, ...rows].map(withScope), { columns, id: 'scope' }))
    sayMore(session, value)
    return exitCodes.ok
  })
  const get = policies.command('get <scope>').description('show the policy of "all", or of a workspace by its id')
  onRun(get, run, async (session, { args: [scope = ''] }) => {
    const value = await staffCall<Row>(session.client, { method: 'GET', path: policyPath(scope) })
    await session.print(rowsView(value, [withScope(value)], { columns, id: 'scope' }))
    return exitCodes.ok
  })
  addSet(policies, run)
  addDelete(policies, run)
}

type SetOptions = {
  readonly requireRestricted?: true
  readonly widestV4?: number
  readonly widestV6?: number
  readonly maxKeyLifeDays?: number
  readonly openDays?: number
  readonly requireNotes?: true
  readonly appliesFrom?: string
  readonly reason?: string
  readonly confirmKeys?: number
  readonly dryRun?: true
}

function addSet(policies: Command, run: Run): void {
  const command = policies
    .command('set <scope>')
    .description('set the whole policy of "all", or of a workspace: what is not said is no rule')
    .option('--require-restricted', 'no open keys')
    .option('--widest-v4 <bits>', 'the widest IPv4 prefix length of an entry', wholeNumber)
    .option('--widest-v6 <bits>', 'the widest IPv6 prefix length of an entry', wholeNumber)
    .option('--max-key-life-days <days>', 'how long a key may live', wholeNumber)
    .option('--open-days <days>', 'after how many days an open key loses its power', wholeNumber)
    .option('--require-notes', 'no entries without note')
    .option('--applies-from <time>', 'from when it rules what exists too: a time, or "now"')
    .option('--reason <text>', 'why; it is kept in the audit trail')
    .option('--confirm-keys <n>', 'how many keys lose power, as --dry-run says', wholeNumber)
    .option('--dry-run', 'say whom it would concern, and set nothing')
  onRun<SetOptions>(command, run, async (session, { args: [scope = ''], options }) => {
    const body = { ...bodyOf(options), version: await versionOf(session.client, scope) }
    const query = { dry_run: options.dryRun === true ? 'true' : undefined }
    const value = await staffCall<Row>(session.client, { method: 'PUT', path: policyPath(scope), query, body })
    if (options.dryRun === true) return printEffect(session, value)
    session.note('Policy set.')
    await session.print(rowsView(value, [withScope(value)], { columns, id: 'scope' }))
    return exitCodes.ok
  })
}

function bodyOf(options: SetOptions): Row {
  const { reason, confirmKeys } = options
  return {
    require_restricted: options.requireRestricted === true,
    widest_v4: options.widestV4 ?? null,
    widest_v6: options.widestV6 ?? null,
    max_key_life_days: options.maxKeyLifeDays ?? null,
    open_days: options.openDays ?? null,
    require_notes: options.requireNotes === true,
    applies_from: options.appliesFrom ?? null,
    ...(reason === undefined ? {} : { reason }),
    ...(confirmKeys === undefined ? {} : { confirmed_keys: confirmKeys }),
  }
}

async function printEffect(session: Session, value: Row): Promise<0> {
  const { effect, keys = [], is_more: isMore } = value
  const [ruled, loses] = [inner(inner(effect, 'ruled'), 'keys'), inner(inner(effect, 'loses'), 'keys')]
  session.note(`Dry run: nothing was set. It rules ${ruled} keys; ${loses} would lose power (--confirm-keys ${loses}).`)
  await session.print(rowsView(value, keys as Row[], { columns: keyColumns, id: 'id' }))
  if (isMore === true) session.note('There are more keys than these.')
  return exitCodes.ok
}

function addDelete(policies: Command, run: Run): void {
  const command = policies
    .command('delete <scope>')
    .description('take a policy away')
    .requiredOption('--reason <text>', 'why; it is kept in the audit trail')
  onRun<{ reason: string }>(command, run, async (session, { args: [scope = ''], options: { reason } }) => {
    const version = await versionOf(session.client, scope)
    if (version === 0) throw new Failure(exitCodes.notFound, `there is no policy of ${scope}`)
    await askFirst(session, `Take the policy of ${scope} away?`)
    await staffCall(session.client, { method: 'DELETE', path: policyPath(scope), body: { version, reason } })
    session.note('Policy deleted.')
    return exitCodes.ok
  })
}

/** 0 where there is none. */
async function versionOf(client: Client, scope: string): Promise<number> {
  const answer = await client.send({ method: 'GET', path: policyPath(scope) })
  if (answer.status === 200) return Number((answer.body as Row).version)
  const failure = failureOf(answer)
  if (answer.status !== 404) throw failure
  const outside = notStaff(failure.message, 404)
  if (outside !== null) throw outside
  return 0
}

function policyPath(scope: string): string {
  return `${path}/${pathPart(scope)}`
}

function withScope(policy: Row): Row {
  return { ...policy, scope: policy.workspace_id ?? 'all' }
}

function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('It is a whole number.')
  return Number(text)
}

const columns: readonly RowColumn[] = [
  { title: 'OF', of: ({ scope }) => scope },
  {
    title: 'WORKSPACE',
    of: ({ workspace, scope }) => workspace ?? (scope === 'all' ? 'all workspaces' : ''),
    shrinks: true,
  },
  { title: 'RESTRICTED', of: (row) => (row.require_restricted === true ? 'required' : '') },
  {
    title: 'WIDEST',
    of: (row) => [row.widest_v4, row.widest_v6].flatMap((bits) => (bits == null ? [] : `/${bits}`)).join(' '),
  },
  { title: 'MAX LIFE', of: (row) => (row.max_key_life_days == null ? '' : `${row.max_key_life_days} d`) },
  { title: 'OPEN', of: (row) => (row.open_days == null ? '' : `${row.open_days} d`) },
  { title: 'NOTES', of: (row) => (row.require_notes === true ? 'required' : '') },
  { title: 'APPLIES FROM', of: (row) => row.applies_from },
]

const keyColumns: readonly RowColumn[] = [
  { title: 'KEY ID', of: ({ id }) => id },
  { title: 'NAME', of: ({ name }) => name, shrinks: true },
  { title: 'WORKSPACE', of: ({ workspace }) => workspace, shrinks: true },
  { title: 'BREAKS', of: ({ breaks }) => (Array.isArray(breaks) ? breaks.join(', ') : '') },
  { title: 'LOSES POWER', of: (row) => row.loses_at },
]
