import { aside, busyElsewhere } from '#lib/db/aside'
import { TAKE_SHARED_RANGES } from './shared-ranges-sql.ts'

const TAKING = { lock: 7_134_005, statementMs: 120_000 } as const

/** Finds anew, once for all processes, the ranges that many workspaces share. @returns false when another process is at it */
export async function takeSharedRanges(signal?: AbortSignal): Promise<boolean> {
  const taken = await aside({ ...TAKING, signal }, async (client) => {
    for (const statement of TAKE_SHARED_RANGES) await client.query(statement)
  })
  return taken !== busyElsewhere
}
