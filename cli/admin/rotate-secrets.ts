import { setTimeout as sleep } from 'node:timers/promises'
import type { Command } from 'commander'
import { exitCodes } from '../exit-codes.ts'
import { onRun, type Run, type Session } from '../session.ts'
import { callOperator } from './call-operator.ts'

type Step = {
  state?: 'waiting' | 'resealing' | 'done'
  wait_seconds?: number
  next?: unknown
  resealed?: number
  unreadable?: string[]
}

const PATH = '/v1/operator/secret-rotation'

/** `admin rotate-secrets`: from GATELIST_SECRET_PREVIOUS to GATELIST_SECRET. */
export function addRotateSecretsCommand(parent: Command, run: Run): void {
  const command = parent
    .command('rotate-secrets')
    .description('change over from GATELIST_SECRET_PREVIOUS to GATELIST_SECRET, once every process has both')
  onRun(command, run, async (session) => {
    const { resealed, unreadable } = await rotate(session)
    session.note(
      'Done: nothing is left that needs GATELIST_SECRET_PREVIOUS, except browsers that stay signed in by it.',
    )
    for (const what of unreadable) session.warn(`${what} is opened by neither secret: it was damaged before.`)
    await session.print({
      value: { resealed, unreadable },
      human: {
        columns: [{ title: 'SEALED ANEW' }, { title: 'DAMAGED' }],
        rows: [[String(resealed), String(unreadable.length)]],
      },
      quiet: [String(resealed)],
    })
    return unreadable.length === 0 ? exitCodes.ok : exitCodes.failure
  })
}

/** Step by step: no call takes longer than a call may, and one that is lost is made again by the next run. */
async function rotate(session: Session): Promise<{ resealed: number; unreadable: string[] }> {
  let resealed = 0
  const unreadable: string[] = []
  for (let body = {}; ; ) {
    const step = await callOperator<Step>(session, PATH, body)
    resealed += step.resealed ?? 0
    unreadable.push(...(step.unreadable ?? []))
    if (step.state === 'done') return { resealed, unreadable }
    if (step.state === 'waiting') await waitFor(session, step.wait_seconds ?? 1)
    else body = { next: step.next }
  }
}

async function waitFor({ io, note }: Session, seconds: number): Promise<void> {
  note(`Changed over. Waiting ${seconds} s until every process has noticed.`)
  await sleep(seconds * 1000, undefined, { signal: io.signal })
}
