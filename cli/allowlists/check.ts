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
    .description('what lets an address use a key, or which entry it misses')
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
          { title: 'THROUGH' },
          { title: 'ENTRY' },
          { title: 'LIST', shrinks: true },
          { title: 'NOTE', shrinks: true },
        ],
        rows: [
          [
            answer.address ?? ip,
            answer.allowed ? 'true' : 'false',
            shortName(answer.access_mode, 'ACCESS_MODE_'),
            shortName(answer.through ?? '', 'THROUGH_'),
            answer.entry?.cidr ?? answer.entry?.network ?? '',
            answer.allowlist?.name ?? '',
            answer.entry?.note ?? '',
          ],
        ],
      },
      quiet: answer.entry?.entry_id ? [answer.entry.entry_id] : [],
    })
    return answer.allowed === true ? exitCodes.ok : exitCodes.refused
  })
}

/** A server of before named lists explains nothing. */
function reasonOf({ allowed, address, entry, nearest, explanation }: CheckAnswer, ip: string): string {
  const caller = address ?? ip
  const hint = [nearest?.message, nearest?.suggestion].filter((text) => text)
  if (explanation !== undefined) return [`${caller}: ${explanation}`, ...(allowed ? [] : hint)].join(' ')
  if (allowed && entry) return `${caller} is admitted by ${entry.cidr ?? entry.network ?? ''}.`
  return allowed ? `${caller} is admitted.` : [`${caller} is refused`, ...hint].join('. ')
}
