import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { onDatabase } from './on-database.ts'

/** Keeps a PostgreSQL, its processes that there are and those to come, on these cores, as taskset takes them. */
export async function confineDatabase(url: string, cores: '0' | '0,1'): Promise<void> {
  const postmaster = await onDatabase(url, async (client) => {
    const { rows } = await client.query<{ pid: number }>(
      String.raw`SELECT split_part(pg_read_file('postmaster.pid'), E'\n', 1)::int AS pid`,
    )
    return rows[0]?.pid ?? 0
  })
  for (const pid of [postmaster, ...childrenOf(postmaster)]) {
    execFileSync('taskset', ['-acp', cores, String(pid)], { stdio: 'ignore' })
  }
}

function childrenOf(parent: number): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && parentOf(pid) === parent)
}

/** Null when it has ended meanwhile. */
function parentOf(pid: number): number | null {
  try {
    // The name before it is in brackets, and may have any in it.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')
    return Number(fields?.[1])
  } catch {
    return null
  }
}
