import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import type { Command } from 'commander'
import { formatNetwork } from '#lib/ip/network'
import type { RangeFile } from '#lib/ranges/range-file'
import { readRangeFile } from '#lib/ranges/read-range-file'
import { isTooMany, type RangeChoice, type SelectedRanges, selectRanges, unknownNames } from '#lib/ranges/selection'
import { dryRunView } from '../dry-run.ts'
import { exitCodes } from '../exit-codes.ts'
import { usage } from '../failure.ts'
import { findKey } from '../keys/find-key.ts'
import { keyPath } from '../keys/kind.ts'
import { addListChangeOptions, type WriteOptions, writeCall } from '../keys/write-options.ts'
import type { View } from '../output.ts'
import { readAll } from '../secret-input.ts'
import { onRun, type Run, type Session } from '../session.ts'
import type { DryRunAnswer, ImportRangesAnswer } from '../wire.ts'

type RangeOptions = WriteOptions & {
  readonly file: string
  readonly service?: string[]
  readonly region?: string[]
  readonly all?: true
  readonly leaveOut?: true
}

/** `keys import-ranges`: the ranges that a cloud publishes, chosen by service and region, brought up to date by each file. */
export function addImportRangesCommand(parent: Command, run: Run): void {
  const command = parent
    .command('import-ranges <key>')
    .description('replace the entries that came from a published range file (AWS, Google, Cloudflare, GitHub)')
    .requiredOption('--file <path>', 'the file as its provider publishes it; - reads standard input')
    .option('--service <name>', 'a service, such as EC2; may be repeated', gathered)
    .option('--region <name>', 'a region, such as eu-west-1; may be repeated', gathered)
    .option('--all', 'everything that the file holds')
    .option('--leave-out', 'leave out ranges that cannot be read')
  onRun<RangeOptions>(
    addListChangeOptions(command),
    run,
    async (session, { args: [reference = ''], options }) => {
      const file = readFile(await readInput(session, options.file), options)
      const selected = select(file, options)
      const found = await findKey(session.client, reference)
      const { body } = await session.client.call<unknown>({
        method: 'POST',
        path: keyPath(found.kind, found.id, '/allowlist:importRanges'),
        body: bodyOf(selected),
        ...writeCall(options),
      })
      if (options.dryRun === true) await session.print(dryRunView(body as DryRunAnswer))
      else await session.print(importView(body as ImportRangesAnswer))
      return exitCodes.ok
    },
    { timeoutSeconds: 30 },
  )
}

const gathered = (name: string, before: string[] = []) => [...before, name]

async function readInput(session: Session, path: string): Promise<string> {
  if (path === '-') return readAll(session.io)
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw usage(`${path} cannot be read: ${(error as Error).message}`)
  }
}

const MOST_NAMED = 5

function readFile(text: string, { file: path, leaveOut }: RangeOptions): RangeFile {
  const read = readRangeFile(text.replace(/^\uFEFF/, ''), basename(path))
  if (!read.ok) {
    const hint = read.reason === 'plain_list' ? ' Then call the file ips-v4 or ips-v6, as Cloudflare does.' : ''
    throw usage(`${path}: ${read.message}${hint}`)
  }
  const { unreadable } = read.file
  if (unreadable.length === 0 || leaveOut === true) return read.file
  const named = unreadable
    .slice(0, MOST_NAMED)
    .map(({ where, text: found, message }) => `${where}: ${found}: ${message}`)
  const more = unreadable.length > MOST_NAMED ? [`and ${unreadable.length - MOST_NAMED} more`] : []
  throw usage(
    [`${unreadable.length} ranges cannot be read; --leave-out goes on without them`, ...named, ...more].join('\n'),
  )
}

function select(file: RangeFile, { service, region, all }: RangeOptions): SelectedRanges {
  if ((all === true) === (service !== undefined || region !== undefined)) {
    throw usage('say what to take by --service and --region, or take everything by --all')
  }
  const choice: RangeChoice = { services: service ?? null, regions: region ?? null }
  const [unknown] = unknownNames(file, choice)
  if (unknown !== undefined)
    throw usage(`the file has no service or region ${unknown}; names are as the file writes them`)
  const selected = selectRanges(file, choice)
  if (selected.networks.length === 0) throw usage('no range has all that is asked for')
  if (isTooMany(selected)) throw usage('so many names cannot be kept together; name fewer')
  return selected
}

function bodyOf({ source, note, networks }: SelectedRanges) {
  return { source, note, ranges: networks.map((network) => ({ cidr: formatNetwork(network) })) }
}

function importView(answer: ImportRangesAnswer): View {
  const { source = '', added_count = 0, removed_count = 0, entry_count = 0 } = answer
  const text = `${source}: ${added_count} added, ${removed_count} removed; the list has ${entry_count} entries.\n`
  return { value: answer, human: () => text, quiet: [] }
}
