import type { Command } from 'commander'
import { exitCodes } from '../exit-codes.ts'
import { askFirst, onRun, type Run } from '../session.ts'
import { callOperator } from './call-operator.ts'

type Answer = { made?: string[]; deleted?: string[] }

/** `admin rotate-signing-keys`: new keys for derived tokens, without waiting for their turn. */
export function addRotateSigningKeysCommand(parent: Command, run: Run): void {
  const command = parent
    .command('rotate-signing-keys')
    .description('have new keys sign derived tokens in an hour; the old ones verify until their tokens have ended')
    .option('--end-old', 'end the old ones and all their tokens at once: for keys that somebody else has')
  onRun<{ readonly endOld?: true }>(command, run, async (session, { options: { endOld = false } }) => {
    if (endOld) await askFirst(session, 'Every derived token stops working within half a minute. Go on?')
    const { made = [], deleted = [] } = await callOperator<Answer>(session, '/v1/operator/signing-keys', {
      end_old: endOld,
    })
    if (made.length === 0)
      session.warn('The next keys are published already and sign within the hour; nothing was changed.')
    await session.print({
      value: { made, deleted },
      human: {
        columns: [{ title: 'KEY ID' }, { title: 'WHAT' }],
        rows: [...made.map((kid) => [kid, 'made']), ...deleted.map((kid) => [kid, 'deleted'])],
      },
      quiet: made,
    })
    return exitCodes.ok
  })
}
