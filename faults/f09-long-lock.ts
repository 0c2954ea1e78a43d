import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { longest, p50p99longest } from './figures.ts'
import { type Load, loadFigures, sumOf, underLoad } from './load.ts'
import { type Rig, withRig } from './rig.ts'
import { type Context, limitOf, type Scenario, sized, unmet } from './scenario.ts'

/** Holds the rows of these keys for a while. */
async function lockFor({ postgres }: Rig, { ledgers }: Load, ms: number): Promise<void> {
  const client = new pg.Client({ connectionString: postgres.url })
  await client.connect()
  try {
    await client.query('BEGIN')
    await client.query('SELECT 1 FROM api_key WHERE id = ANY($1) FOR UPDATE', [ledgers.map(({ keyId }) => keyId)])
    await sleep(ms)
    await client.query('ROLLBACK')
  } finally {
    await client.end()
  }
}

async function run(context: Context) {
  const lastsMs = sized(context, 6000, 30_000)
  return withRig(async (rig) => {
    const servers = [await rig.start(), await rig.start()]
    let troubleMeanwhile = 0
    const borne = await underLoad({ rig, servers }, async (load) => {
      await sleep(500)
      const before = sumOf(load.callings, 'unanswered')
      await lockFor(rig, load, lastsMs)
      troubleMeanwhile = sumOf(load.callings, 'unanswered') - before
      await sleep(1000)
    })
    const { counts, ms, statuses } = borne.saving
    const slowest = longest(ms.maybe)
    return {
      did: `the rows of ${borne.ledgers.length} keys locked by another for ${lastsMs / 1000} s, saved and verified meanwhile`,
      figures: {
        ...loadFigures(borne),
        'saves by status': Object.entries(statuses)
          .map(([status, times]) => `${status} × ${times}`)
          .join(', '),
        'saves turned away after ms, p50 / p99 / longest': p50p99longest(ms.maybe),
      },
      problems: [
        ...borne.problems,
        ...unmet({
          'saves were turned away': counts.maybe > 0,
          'each by a 503 or 409': Object.keys(statuses).every((status) => ['200', '503', '409'].includes(status)),
          'each within 5 s': slowest <= limitOf(context, 5000),
          'verification goes on': troubleMeanwhile === 0,
        }),
      ],
    }
  })
}

export const longLock: Scenario = {
  id: 'F9',
  title: 'somebody holds the lock of keys for long',
  goal: 'saves 503 or 409 within 5 s; verification unaffected',
  run,
}
