import type { Command } from 'commander'
import { parseDuration } from '#lib/duration'
import { dryRunView } from '../dry-run.ts'
import { exitCodes } from '../exit-codes.ts'
import { usage } from '../failure.ts'
import { type FoundKey, findKey } from '../keys/find-key.ts'
import { keyPath } from '../keys/kind.ts'
import { addChangeOptions, type WriteOptions, writeCall } from '../keys/write-options.ts'
import { askFirst, onRun, type Run, type Session } from '../session.ts'
import type { Bypass, DryRunAnswer } from '../wire.ts'

type BypassOptions = WriteOptions & { readonly for?: string; readonly reason?: string; readonly end?: true }

/** `keys bypass`: any address may use a key for a while; it ends by itself. */
export function addBypassCommand(parent: Command, run: Run): void {
  const command = parent
    .command('bypass <key>')
    .description('let any address use a key for at most an hour, or end that')
    .option('--for <duration>', 'for so long, from 1m to 60m')
    .option('--reason <text>', 'why; everybody who sees the key sees it')
    .option('--end', 'end it now')
  onRun<BypassOptions>(addChangeOptions(command), run, async (session, { args: [reference = ''], options }) => {
    const body = readBody(options)
    const found = await findKey(session.client, reference)
    const verb = body === null ? '/allowlist:endBypass' : '/allowlist:bypass'
    const path = keyPath(found.kind, found.id, verb)
    const call = { method: 'POST', path, ...(body === null ? {} : { body }), ...writeCall(options) } as const
    if (options.dryRun === true) {
      await session.print(dryRunView((await session.client.call<DryRunAnswer>(call)).body))
      return exitCodes.ok
    }
    if (body !== null) {
      await askFirst(session, `Whoever has this key can use it from anywhere for ${body.duration}. Open it?`)
    }
    const answer = await session.client.call<Bypass | undefined>(call)
    return said(session, found, answer.body)
  })
}

function readBody({ for: duration, reason, end }: BypassOptions): { duration: string; reason: string } | null {
  if (end === true) {
    if (duration !== undefined || reason !== undefined) throw usage('--end takes neither --for nor --reason')
    return null
  }
  if (duration === undefined || reason === undefined) throw usage('give --for and --reason, or --end')
  const seconds = parseDuration(duration)
  if (seconds === null || seconds < 60 || seconds > 3600) throw usage('--for is a duration from 1m to 60m')
  return { duration, reason }
}

async function said(session: Session, found: FoundKey, bypass: Bypass | undefined) {
  const name = found.key.name ?? found.id
  const until = bypass?.end_time
  session.note(
    until === undefined ? `${name}: no bypass is open.` : `${name} may be used from any address until ${until}.`,
  )
  await session.print({
    value: bypass ?? {},
    human: {
      columns: [{ title: 'KEY ID' }, { title: 'UNTIL' }, { title: 'REASON', shrinks: true }],
      rows: [[found.id, until ?? '', bypass?.reason ?? '']],
    },
    quiet: until === undefined ? [] : [until],
  })
  return exitCodes.ok
}
