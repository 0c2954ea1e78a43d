import type { Command } from 'commander'
import { covers } from '#lib/ip/algebra'
import { formatNetwork, type Network } from '#lib/ip/network'
import { dryRunView } from '../dry-run.ts'
import { exitCodes } from '../exit-codes.ts'
import { Failure } from '../failure.ts'
import { findKey } from '../keys/find-key.ts'
import { addListChangeOptions, type WriteOptions, writeCall } from '../keys/write-options.ts'
import { askFirst, onRun, type Run } from '../session.ts'
import type { DryRunAnswer, KeyResource, ListedEntry } from '../wire.ts'
import { entryPath, networkOfEntry, readEntries } from './entry-calls.ts'
import { entriesView, stateOf } from './entry-table.ts'
import { readNetwork } from './read-network.ts'

/** `keys deny`: removes the entry that is exactly this one; never a wider one that was not named. */
export function addDenyCommand(parent: Command, run: Run): void {
  const command = parent
    .command('deny <key> <entry>')
    .description('remove an entry from a key: by its address or network, or by its id')
  onRun<WriteOptions>(
    addListChangeOptions(command),
    run,
    async (session, { args: [reference = '', named = ''], options }) => {
      const found = await findKey(session.client, reference)
      const { entries } = await readEntries(session.client, found)
      const entry = findEntry(entries, named)
      const path = entryPath(found, entry.entry_id ?? '')
      const call = { method: 'DELETE', path, ...writeCall(options) } as const
      if (options.dryRun === true) {
        await session.print(dryRunView((await session.client.call<DryRunAnswer>(call)).body))
        return exitCodes.ok
      }
      const rest = entries.filter((other) => other !== entry && stateOf(other, session.io.now()) === 'on')
      const isLast = rest.length === 0 && enforces(found.key)
      if (isLast)
        await askFirst(
          session,
          `${textOf(entry)} is the last entry in force; without it every call is refused. Remove it?`,
        )
      await session.client.call(call)
      session.note(`${textOf(entry)} was removed from ${found.key.name ?? reference}.`)
      if (isLast) session.note('No entry is in force now: the key refuses every address.')
      await session.print(entriesView(entry, [entry], session.io.now()))
      return exitCodes.ok
    },
  )
}

function enforces({ access_mode }: KeyResource): boolean {
  return access_mode === 'ACCESS_MODE_ENFORCE'
}

/** Throws when none is exactly it, naming those that admit it all the same. */
function findEntry(entries: readonly ListedEntry[], named: string): ListedEntry {
  const byId = entries.find(({ entry_id }) => entry_id === named)
  if (byId !== undefined) return byId
  const { network } = readNetwork(named)
  const text = formatNetwork(network)
  const exact = entries.find((entry) => entry.network === text)
  if (exact !== undefined) return exact
  const wider = entries.filter((entry) => admits(networkOfEntry(entry), network))
  if (wider.length === 0) throw new Failure(exitCodes.notFound, `no entry is ${named}, and none admits it`)
  throw new Failure(
    exitCodes.failure,
    `no entry is exactly ${named}, but it is admitted by ${wider.map(nameOf).join(', ')}; remove that one instead, or put narrower ones in its place`,
  )
}

function admits(outer: Network | null, inner: Network): boolean {
  return outer !== null && covers([outer], [inner])
}

const textOf = ({ cidr, network }: ListedEntry) => cidr ?? network ?? ''
const nameOf = (entry: ListedEntry) => `${textOf(entry)} (entry ${entry.entry_id ?? '?'})`
