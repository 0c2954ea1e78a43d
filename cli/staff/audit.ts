import { type Command, Option } from 'commander'
import { exitCodes } from '../exit-codes.ts'
import { Failure } from '../failure.ts'
import type { Client } from '../http/client.ts'
import { onRun, type Run } from '../session.ts'
import { progressBar } from '../terminal/progress.ts'
import { STAFF, staffCall } from './call.ts'
import { addPageOptions, type PageOptions, readPages, sayMore } from './pages.ts'
import { inner, type RowColumn, rowsView } from './rows-view.ts'

const path = `${STAFF}/auditEvents`

export type TrailOptions = {
  readonly actor?: string
  readonly key?: string
  readonly workspace?: string
  readonly address?: string
  readonly action?: string
  readonly door?: string
  readonly from?: string
  readonly to?: string
  readonly staffOnly?: true
}

/** Options by which events are chosen, as the page Staff → Audit trail has them. */
export function addTrailOptions(command: Command): Command {
  return command
    .option('--actor <who>', 'an e-mail address, a token’s name or an id')
    .option('--key <key>', 'the id of a key or named list, or part of its name')
    .option('--workspace <workspace>', 'the id or name of a workspace')
    .option('--address <network>', 'an address or a network')
    .option('--action <action>', 'an action, or a group of them such as "key.*"')
    .addOption(new Option('--door <door>', 'which way it came in').choices(['dashboard', 'api', 'cli', 'server']))
    .option('--from <time>', 'from this moment on, such as 2030-01-31 or 2030-01-31T12:00Z')
    .option('--to <time>', 'before this moment')
    .option('--staff-only', 'only what staff did as staff')
}

export function trailQuery({ staffOnly, ...options }: TrailOptions): Record<string, string | undefined> {
  const { actor, key, workspace, address, action, door, from, to } = options
  return { actor, key, workspace, address, action, door, from, to, staff: staffOnly === true ? '1' : undefined }
}

/** `staff audit …`. */
export function addAuditCommands(staff: Command, run: Run): void {
  const audit = staff.command('audit').description('the audit trail of all workspaces')
  const list = addPageOptions(addTrailOptions(audit.command('list').description('list events, newest first')))
  onRun<TrailOptions & PageOptions>(list, run, async (session, { options }) => {
    const { value, rows } = await readPages(
      session.client,
      { path, query: trailQuery(options), name: 'events' },
      options,
    )
    await session.print(rowsView(value, rows, { columns, id: 'id' }))
    sayMore(session, value)
    return exitCodes.ok
  })
  const verify = audit
    .command('verify')
    .description('check that nothing of the trail was altered or removed')
    .option('--head <position:hash>', 'a head that was noted elsewhere and must be in the trail')
  onRun<{ head?: string }>(verify, run, async (session, { options }) => {
    const bar = (total: number) =>
      progressBar(session.io, { total, quiet: session.globals.quiet === true, things: 'events' })
    const found = await verifyTrail(session.client, options.head ?? null, bar)
    await session.print({ value: found, human: () => `${wordsOf(found)}\n`, quiet: [found.head ?? ''] })
    if (found.problem) throw new Failure(exitCodes.failure, found.problem.message ?? 'the trail is broken')
    if (found.is_head_pruned)
      session.warn('Retention removed the events up to the head that was given, so it was compared with nothing.')
    return exitCodes.ok
  })
}

type Checked = {
  state?: string | null
  checked?: number
  total?: number
  pruned?: number
  head?: string
  is_head_pruned?: boolean
  problem?: { message?: string; position?: number | null } | null
}

async function verifyTrail(
  client: Client,
  head: string | null,
  makeBar: (total: number) => ReturnType<typeof progressBar>,
): Promise<Checked> {
  let [state, checked, bar]: [string | null, number, ReturnType<typeof progressBar> | null] = [null, 0, null]
  try {
    for (;;) {
      const body = state === null ? { state, head } : { state, head: null }
      const step: Checked = await staffCall<Checked>(client, { method: 'POST', path: `${path}:check`, body })
      bar ??= makeBar(step.total ?? 0)
      bar.advance((step.checked ?? checked) - checked)
      checked = step.checked ?? checked
      state = step.state ?? null
      if (state === null) return step
    }
  } finally {
    bar?.stop()
  }
}

function wordsOf({ checked = 0, total = 0, pruned = 0, head = '', problem }: Checked): string {
  const removed = pruned === 0 ? '' : ` ${pruned} older ones were removed by retention.`
  if (problem) return `Broken: ${checked} of ${total} events are as they were written.${removed}`
  return `Whole: ${checked} events are as they were written.${removed}\nHead: ${head}`
}

const columns: readonly RowColumn[] = [
  { title: 'EVENT', of: ({ id }) => id },
  { title: 'AT', of: ({ at }) => at },
  { title: 'ACTION', of: ({ action }) => action },
  { title: 'WHO', of: ({ who }) => who, shrinks: true },
  { title: 'WORKSPACE', of: ({ workspace }) => inner(workspace, 'name') ?? inner(workspace, 'id'), shrinks: true },
  { title: 'ABOUT', of: ({ subject }) => inner(subject, 'name') ?? inner(subject, 'id'), shrinks: true },
  { title: 'ADDRESS', of: ({ address }) => address },
  { title: 'DOOR', of: ({ door }) => door },
]
