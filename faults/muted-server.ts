import { existsSync } from 'node:fs'
import { runningProcess } from '#server/processes'
import { projectRoot } from '#server/project-root'
import { ask } from './admin.ts'
import { openLedger } from './ledger.ts'
import { startOwnServer } from './own-server.ts'
import type { Rig } from './rig.ts'
import { unmet } from './scenario.ts'

/** Every write to it fails, as on a full disk. */
const FULL = '/dev/full'

/** Runs a server whose log goes nowhere, because its disk is full, and tells what it does not do any more. */
export async function mutedProblems({ postgres, token }: Rig): Promise<string[]> {
  if (!existsSync(FULL)) return []
  const server = await startOwnServer({
    root: projectRoot,
    log: FULL,
    env: { DATABASE_URL: postgres.url, LOG_LEVEL: 'debug' },
  })
  try {
    const place = { url: server.url, token }
    const ledger = await openLedger(place)
    const saved = await ledger.save(place)
    const refused = await ask({ ...place, token: 'none' }, { method: 'GET', path: 'issuedApiKeys' })
    return unmet({
      'a server that cannot write its log saves': saved.outcome === 'saved',
      'and refuses': refused.status === 401,
      'and runs on': runningProcess(server.pid) !== null,
    })
  } finally {
    await server.kill9()
  }
}
