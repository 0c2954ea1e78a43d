import type { Command } from 'commander'
import { parseDuration } from '#lib/duration'
import { dryRunView } from '../dry-run.ts'
import { exitCodes } from '../exit-codes.ts'
import { usage } from '../failure.ts'
import type { Answer, Call } from '../http/client.ts'
import { failureOf, readProblem } from '../http/problem.ts'
import { callerAddress } from '../ip.ts'
import { type FoundKey, findKey } from '../keys/find-key.ts'
import { addListChangeOptions, type WriteOptions, writeCall } from '../keys/write-options.ts'
import { onRun, type Run, type Session } from '../session.ts'
import type { DryRunAnswer, ListedEntry } from '../wire.ts'
import { entriesPath, entryPath } from './entry-calls.ts'
import { entriesView } from './entry-table.ts'
import { readNetwork } from './read-network.ts'

type AllowOptions = WriteOptions & {
  readonly me?: true
  readonly for?: string
  readonly until?: string
  readonly note?: string
}

/** `keys allow`: after it the address is admitted, until the time that was said and no longer. */
export function addAllowCommand(parent: Command, run: Run): void {
  const command = parent
    .command('allow <key> [ip]')
    .description('let an address or network use a key (by its id or name)')
    .option('--me', 'the address that the server sees this machine by')
    .option('--for <duration>', 'for so long, such as 2h or 1d (default: for good)')
    .option('--until <time>', 'until then, such as 2027-01-31T18:00:00Z')
    .option('--note <text>', 'what it is for')
  onRun<AllowOptions>(addListChangeOptions(command), run, async (session, { args: [reference = '', ip], options }) => {
    const fields = readFields(options)
    const cidr = await readCidr(session, ip, options)
    const found = await findKey(session.client, reference)
    const answer = await allow(session, { found, cidr, fields, options })
    if (options.dryRun === true) {
      await session.print(dryRunView(answer.body as DryRunAnswer))
      return exitCodes.ok
    }
    const entry = answer.body as ListedEntry
    session.note(
      `${cidr} may use ${found.key.name ?? reference}${entry.expire_time ? ` until ${entry.expire_time}` : ''}.`,
    )
    if (found.key.access_mode === 'ACCESS_MODE_OPEN')
      session.note('The key worked from any address before; now it works from its entries only.')
    await session.print(entriesView(entry, [entry], session.io.now()))
    return exitCodes.ok
  })
}

type Fields = { readonly note?: string; readonly ttl?: string; readonly expire_time?: string }

function readFields(options: AllowOptions): Fields {
  if (options.for !== undefined && options.until !== undefined) throw usage('--for and --until exclude each other')
  if (options.for !== undefined && !parseDuration(options.for)) throw usage('--for is a duration such as 2h or 1d')
  if (options.until !== undefined && Number.isNaN(Date.parse(options.until)))
    throw usage('--until is a time such as 2027-01-31T18:00:00Z')
  return {
    ...(options.note === undefined ? {} : { note: options.note }),
    ...(options.for === undefined ? {} : { ttl: options.for }),
    ...(options.until === undefined ? {} : { expire_time: new Date(options.until).toISOString() }),
  }
}

async function readCidr(session: Session, ip: string | undefined, { me }: AllowOptions): Promise<string> {
  if ((ip === undefined) === (me === undefined)) throw usage('give one of the two: an address, or --me')
  if (ip === undefined) return callerAddress(session.client)
  for (const notice of readNetwork(ip).notices) session.note(notice)
  return ip
}

type Allowed = { found: FoundKey; cidr: string; fields: Fields; options: AllowOptions }

/** Adds the entry; one for the same network that is there already is switched on and given the new time. */
async function allow({ client }: Session, { found, cidr, fields, options }: Allowed): Promise<Answer> {
  const write = writeCall(options)
  const add: Call = { method: 'POST', path: entriesPath(found), body: { cidr, ...fields }, ...write }
  const added = await client.send(add)
  const there = added.status === 409 ? entryThere(added) : null
  if (there === null) {
    if (added.status >= 300) throw failureOf(added)
    return added
  }
  const time = fields.ttl === undefined && fields.expire_time === undefined ? { expire_time: null } : {}
  return client.call({
    method: 'PATCH',
    path: entryPath(found, there),
    body: { enabled: true, ...fields, ...time },
    ...write,
  })
}

function entryThere(answer: Answer): string | null {
  const { status, metadata } = readProblem(answer)
  return status === 'ALREADY_EXISTS' && typeof metadata.entry_id === 'string' ? metadata.entry_id : null
}
