import type { Command } from 'commander'
import { displayNetwork } from '#lib/ip/network'
import { exitCodes } from '../exit-codes.ts'
import { usage } from '../failure.ts'
import type { Client } from '../http/client.ts'
import { callerAddress } from '../ip.ts'
import { shortName } from '../keys/key-table.ts'
import type { View } from '../output.ts'
import { onRun, type Run } from '../session.ts'
import type { Column } from '../terminal/table.ts'
import type { AdmittingAnswer, AdmittingKey } from '../wire.ts'
import { readNetwork } from './read-network.ts'

/** `keys admitting`: which keys does an address or a network open? 0 when some, 5 when none. */
export function addAdmittingCommand(parent: Command, run: Run): void {
  const command = parent
    .command('admitting [address]')
    .description('the keys that an address or a network opens, and by what')
    .option('--me', 'the address that the server sees this machine by')
  onRun<{ me?: true }>(command, run, async (session, { args: [given], options }) => {
    if ((given === undefined) === (options.me === undefined)) throw usage('give one of the two: an address, or --me')
    const { text, notices } = given === undefined ? await ownAddress(session.client) : readGiven(given)
    for (const notice of notices) session.note(notice)
    const answer = await everyKey(session.client, text)
    const { admitting_count: whole = 0, partly_admitting_count: part = 0, other_count: others = 0 } = answer
    session.note(
      `${text} opens ${keys(whole)}${part === 0 ? '' : `, and part of it ${keys(part)} more`}; ${keys(others)} not.`,
    )
    await session.print(viewOf(answer))
    return whole + part > 0 ? exitCodes.ok : exitCodes.refused
  })
}

async function ownAddress(client: Client): Promise<{ text: string; notices: readonly string[] }> {
  return { text: await callerAddress(client), notices: [] }
}

function readGiven(given: string): { text: string; notices: readonly string[] } {
  const { network, notices } = readNetwork(given)
  return { text: displayNetwork(network), notices }
}

/** All pages as one answer. */
async function everyKey(client: Client, ip: string): Promise<AdmittingAnswer> {
  const found: AdmittingKey[] = []
  let token: string | undefined
  for (;;) {
    const query = { ip, page_size: '1000', page_token: token }
    const { body } = await client.call<AdmittingAnswer>({
      method: 'GET',
      path: '/v2alpha1/admin/allowlists:admitting',
      query,
    })
    found.push(...(body.api_keys ?? []))
    token = body.next_page_token || undefined
    if (token === undefined) return { ...body, api_keys: found, next_page_token: '' }
  }
}

function viewOf(answer: AdmittingAnswer): View {
  const found = answer.api_keys ?? []
  const columns: readonly Column[] = [
    { title: 'KEY ID' },
    { title: 'NAME', shrinks: true },
    { title: 'OPENED BY' },
    { title: 'THROUGH' },
    { title: 'ENTRIES', shrinks: true },
  ]
  return { value: answer, human: { columns, rows: found.map(row) }, quiet: found.map(({ key_id = '' }) => key_id) }
}

function row({
  key_id = '',
  name = '',
  admits,
  through,
  entries = [],
  entry_count = 0,
}: AdmittingKey): readonly string[] {
  const shown = entries.map(({ network = '', allowlist }) =>
    allowlist ? `${network} (${allowlist.name ?? ''})` : network,
  )
  const more = entry_count > entries.length ? `, and ${entry_count - entries.length} more` : ''
  const reach = admits === 'ADMITS_PART' ? 'part of it' : 'all of it'
  return [key_id, name, reach, shortName(through, 'THROUGH_'), `${shown.join(', ')}${more}`]
}

function keys(count: number): string {
  return count === 1 ? '1 key' : `${count.toLocaleString('en-US')} keys`
}
