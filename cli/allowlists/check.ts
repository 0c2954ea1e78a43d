import type { Command } from 'commander'
import { exitCodes } from '../exit-codes.ts'
import { usage } from '../failure.ts'
import { callerAddress } from '../ip.ts'
import { findKey } from '../keys/find-key.ts'
import { shortName } from '../keys/key-table.ts'
import { keyPath } from '../keys/kind.ts'
import { onRun, type Run } from '../session.ts'
import type { CheckAnswer } from '../wire.ts'
import { readAddress } from './read-network.ts'

/** `keys check`: would a call from this address be let in? 0 when so, 5 when not. */
export function addCheckCommand(parent: Command, run: Run): void {
  const command = parent
    .command('check <key> [ip]')
    .description('which entry of a key admits an address, or which one it misses')
    .option('--me', 'the address that the server sees this machine by')
  onRun<{ me?: true }>(command, run, async (session, { args: [reference = '', given], options }) => {
    if ((given === undefined) === (options.me === undefined)) throw usage('give one of the two: an address, or --me')
    const ip = given === undefined ? await callerAddress(session.client) : readAddress(given)
    const found = await findKey(session.client, reference)
    const { body: answer } = await session.client.call<CheckAnswer>({
      method: 'GET',
      path: keyPath(found.kind, found.id, '/allowlist:check'),
      query: { ip },
    })
    session.note(reasonOf(answer, ip))
    await session.print({
      value: answer,
      human: {
        columns: [
          { title: 'ADDRESS' },
          { title: 'ALLOWED' },
          { title: 'MODE' },
          { title: 'ENTRY' },
          { title: 'NOTE', shrinks: true },
        ],
        rows: [
          [
            answer.address ?? ip,
            answer.allowed ? 'true' : 'false',
            shortName(answer.access_mode, 'ACCESS_MODE_'),
            answer.entry?.cidr ?? answer.entry?.network ?? '',
            answer.entry?.note ?? '',
          ],
        ],
      },
      quiet: answer.entry?.entry_id ? [answer.entry.entry_id] : [],
    })
    return answer.allowed === true ? exitCodes.ok : exitCodes.refused
  })
}

function reasonOf({ allowed, address, entry, nearest, access_mode }: CheckAnswer, ip: string): string {
  const caller = address ?? ip
  if (allowed && entry) return `${caller} is admitted by ${entry.cidr ?? entry.network ?? ''}.`
  if (allowed && access_mode === 'ACCESS_MODE_REPORT')
    return `${caller} is not on the list; the key is in report mode and lets it through.`
  if (allowed) return `${caller} is admitted: the key is open.`
  const hint = [nearest?.message, nearest?.suggestion].filter((text) => text)
  return [`${caller} is refused`, ...hint].join('. ')
}
