import { appKilled } from './f01-app-killed.ts'
import { databaseKilled } from './f02-database-killed.ts'
import { databaseRestarted } from './f03-database-restarted.ts'
import { databasePaused } from './f04-database-paused.ts'
import { appPaused } from './f05-app-paused.ts'
import { brokenLink } from './f06-broken-link.ts'
import { noChannel } from './f07-no-channel.ts'
import { noConnections } from './f08-no-connections.ts'
import { longLock } from './f09-long-lock.ts'
import { diskFull } from './f10-disk-full.ts'
import { wrongClocks } from './f11-wrong-clock.ts'
import { oneKeyStormed } from './f12-one-key-stormed.ts'
import { doubleSubmits } from './f13-double-submits.ts'
import { soak } from './f14-soak.ts'
import { manyKeys } from './f15-many-keys.ts'
import { slowClients } from './f16-slow-clients.ts'
import { squeezed } from './f17-squeezed.ts'
import { killedAfterCommit } from './f18-killed-after-commit.ts'
import { oldAndNew } from './f19-old-and-new.ts'
import { damagedList } from './f20-damaged-list.ts'
import { auditUnwritable } from './f21-audit-unwritable.ts'
import type { Scenario } from './scenario.ts'

/** In the order of their numbers. */
export const scenarios: readonly Scenario[] = [
  ...[appKilled, databaseKilled, databaseRestarted, databasePaused, appPaused, brokenLink, noChannel, noConnections],
  ...[longLock, diskFull, wrongClocks, oneKeyStormed, doubleSubmits, soak, manyKeys, slowClients, squeezed],
  ...[killedAfterCommit, oldAndNew, damagedList, auditUnwritable],
]
