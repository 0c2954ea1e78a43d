import pg from 'pg'
import { makeStaff, makeStaffToken } from '#lib/staff-tokens/fixtures'
import { type RunningServer, startServer } from '#test/servers'
import { buildCli } from '../../scripts/bootstrap.mjs'
import { patiently } from './editor.ts'
import { type Fault, type FaultMaker, healthy } from './fault.ts'
import { startEditorProcess } from './process-editors.ts'
import type { Asked, FreshnessReport } from './report.ts'
import { runFreshness } from './run.ts'
import { type Around, makeDoomed, makeSubjects } from './subjects.ts'
import { makeTenant } from './tenants.ts'

/** `subjects`: how many things are edited side by side. */
export type FreshnessSize = Asked & { readonly subjects: number }

/**
 * Two server processes on one database verify in a loop, by both doors, while what decides changes by the dashboard's command, by the
 * same command in a third process, by staff, by SQL, by the admin API of the servers, and by the command-line program. What changes
 * are lists, bypasses, pauses, holds and expiries of keys, named lists that several keys share, and ceilings and policies that all keys
 * of a workspace are under; and other keys are revoked, one after the other.
 *
 * @param databaseUrl an empty, migrated database, and the one `#lib/db` uses
 */
export async function freshnessOfTwoProcesses(
  databaseUrl: string,
  size: FreshnessSize,
  makeFault: FaultMaker = async () => healthy,
): Promise<FreshnessReport> {
  await buildCli()
  const fault = await makeFault(databaseUrl)
  const starting = fault.environments.map((env) => startServer({ env: { ...common(databaseUrl), ...env } }))
  try {
    return await verifyAt(await Promise.all(starting), { databaseUrl, size, fault })
  } finally {
    await fault.close()
    // Also the one that started where the other did not.
    for (const started of await Promise.allSettled(starting)) {
      if (started.status === 'fulfilled') await started.value.stop()
    }
  }
}

type Setting = { readonly databaseUrl: string; readonly size: FreshnessSize; readonly fault: Fault }

async function verifyAt(
  servers: readonly RunningServer[],
  { databaseUrl, size, fault }: Setting,
): Promise<FreshnessReport> {
  const tenant = await makeTenant()
  const pool = new pg.Pool({ connectionString: databaseUrl })
  const other = startEditorProcess(databaseUrl, tenant.actor)
  try {
    const actor = await patiently(() => makeStaff('staff'))
    const staff = { actor, token: (await patiently(() => makeStaffToken(actor))).secret }
    const around: Around = { urls: urlsOf(servers, fault.savesThrough), tenant, pool, other, staff }
    const subjects = await makeSubjects(around, size.subjects)
    const doomed = await makeDoomed(around, size.revocations)
    return await runFreshness({ ...size, servers, subjects, doomed, fault })
  } finally {
    other.close()
    await pool.end()
  }
}

function common(databaseUrl: string): Record<string, string> {
  return {
    DATABASE_URL: databaseUrl,
    GATELIST_WITHOUT_PAGES: '1',
    CLIENT_IP_SOURCE: 'CLIENT_IP_SOURCE_X_FORWARDED_FOR',
    TRUSTED_PROXIES: 'loopback',
  }
}

function urlsOf(servers: readonly RunningServer[], numbers: readonly number[]): string[] {
  return numbers.flatMap((number) => servers[number]?.url ?? [])
}
