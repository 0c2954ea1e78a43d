import { describe, expect, it } from 'vitest'
import { appKilled } from '../faults/f01-app-killed.ts'
import { databaseRestarted } from '../faults/f03-database-restarted.ts'
import { brokenLink } from '../faults/f06-broken-link.ts'
import { noConnections } from '../faults/f08-no-connections.ts'
import { longLock } from '../faults/f09-long-lock.ts'
import { diskFull } from '../faults/f10-disk-full.ts'
import { oneKeyStormed } from '../faults/f12-one-key-stormed.ts'
import { doubleSubmits } from '../faults/f13-double-submits.ts'
import { killedAfterCommit } from '../faults/f18-killed-after-commit.ts'
import { damagedList } from '../faults/f20-damaged-list.ts'
import { auditUnwritable } from '../faults/f21-audit-unwritable.ts'
import { type Scenario, Skipped } from '../faults/scenario.ts'

/**
 * The short form of faults that no other test makes. PostgreSQL standing still and killed: lib/verify/outage.db.test.ts; a process that
 * stands still, and a wrong clock: test/freshness/two-processes.db.test.ts; slow clients: test/hostile/clients.db.test.ts; an old version
 * beside this one: test/upgrade/upgrade.db.test.ts.
 */
const faults: readonly Scenario[] = [
  ...[appKilled, databaseRestarted, brokenLink, noConnections, longLock, diskFull, oneKeyStormed, doubleSubmits],
  ...[killedAfterCommit, damagedList, auditUnwritable],
]

const context = { isShort: true, minutes: 0, say: () => undefined }

describe.each(faults)('$id $title', ({ goal, run }) => {
  it(goal, async ({ skip }) => {
    try {
      const { problems } = await run(context)
      expect(problems).toEqual([])
    } catch (error) {
      if (error instanceof Skipped) skip(error.message)
      throw error
    }
  }, 120_000)
})
