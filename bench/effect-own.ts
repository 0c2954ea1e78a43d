import { CALLER, networksOf, type Setting, type System, send } from './effect-setting.ts'
import { BUILT } from './measure.ts'
import { onDatabase } from './on-database.ts'
import { withServer } from './processes.ts'
import { BENCH_SECRET } from './scratch-database.ts'

/** The list is saved at one process, and the caller calls another. */
export function gatelist(setting: Setting): System {
  const { bench, keyId } = setting
  const env = {
    ...{ DATABASE_URL: bench.url, GATELIST_SECRET: BENCH_SECRET, LOG_LEVEL: 'error', HOST: '127.0.0.1' },
    ...{ GATELIST_WITHOUT_PAGES: '1', RATE_LIMIT_REQUESTS: '0' },
  }
  const path = `/v2alpha1/admin/issuedApiKeys/${keyId}?confirm_lockout=127.0.0.1`
  return {
    name: '**Gatelist**, saved at another process',
    run: (watch) =>
      withServer('dist/server.js', env, (port) =>
        withServer('dist/server.js', env, (otherPort) =>
          watch({
            ...{ port, path: '/v1/verify' },
            save: (admits) =>
              send('PATCH', `http://127.0.0.1:${otherPort}${path}`, {
                token: bench.seeded.writingToken,
                body: { ip_restriction: { allowed_cidrs: networksOf(setting, admits) } },
              }),
          }),
        ),
      ),
  }
}

/** The list is saved by a statement. */
export function readingPerRequest({ bench, keyId }: Setting): System {
  const env = { DATABASE_URL: bench.url, GATELIST_SECRET: BENCH_SECRET, LOG_LEVEL: 'error', GATE: 'database' }
  const statement = 'UPDATE allowlist_entry SET enabled = $1 WHERE key_id = $2 AND network = $3'
  return {
    name: 'a `pg` read per request',
    run: (watch) =>
      onDatabase(bench.url, (client) =>
        withServer(`${BUILT}/gate.js`, env, (port) =>
          watch({
            ...{ port, path: '/gate' },
            save: async (admits) => void (await client.query(statement, [admits, keyId, CALLER])),
          }),
        ),
      ),
  }
}
