import { aside, busyElsewhere } from '#lib/db/aside'
import { freshenProfiles } from '#lib/key-profiles/freshen'
import { letThroughOutcomes } from '#lib/traffic/outcomes'
import { BLOCKS, CALLERS, COVERS, CROWDED_BLOCKS, OUTERMOST, REPLACE_BLOCKS, TAKEN } from './take-map-sql.ts'

const TAKING = { lock: 7_134_004, statementMs: 120_000 } as const

/** Sorting millions of rows in the usual 4 MB takes several times as long. */
const MEMORY = `SET LOCAL work_mem = '64MB'`

/**
 * Counts anew, once for all processes, how many keys admit each larger block of the address space and who called from it. Only what
 * differs from the last time is written.
 *
 * @returns false when another process is at it
 */
export async function takeMap(signal?: AbortSignal): Promise<boolean> {
  await freshenProfiles().catch(() => false)
  const taken = await aside({ ...TAKING, signal }, async (client) => {
    await client.query(MEMORY)
    await client.query(OUTERMOST)
    await client.query(CALLERS, [[...letThroughOutcomes]])
    await client.query('ANALYZE map_outermost; ANALYZE map_caller')
    await client.query(BLOCKS)
    await client.query('ANALYZE map_block')
    for (const statement of [...CROWDED_BLOCKS, ...REPLACE_BLOCKS, COVERS, TAKEN]) await client.query(statement)
  })
  return taken !== busyElsewhere
}
