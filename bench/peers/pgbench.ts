import { execFile, execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import type { LoadResult } from '../load.ts'
import type { Bench, Sampled } from '../measure.ts'
import { pinned } from '../processes.ts'
import { findProgram } from './debian.ts'

const SELECT = `\\set n random(1, :keys)
SELECT id, workspace_id, access_mode, paused_at, revoked_at, expires_at FROM numbered_key WHERE n = :n;
`

export type Pgbench = { version: string; sampled(name: string, connections: readonly number[]): Sampled }

/** PostgreSQL alone: what a read per request could reach at most if nothing else had to be done for it. */
export async function preparePgbench({ url, folder }: Bench): Promise<Pgbench | { problem: string }> {
  const found = findProgram('pgbench', 'postgresql')
  if (!found.ok) return found
  const keys = await numberKeys(url)
  const script = join(folder, 'select.sql')
  writeFileSync(script, SELECT)
  const sample = async (connections: number, seconds: number): Promise<LoadResult> => {
    const log = join(folder, 'pgbench-log')
    // One second more, because its time begins before all connections are open.
    const command = [
      ...[found.path, '-n', '-M', 'prepared', '-j', '1', '-c', String(connections), '-T', String(seconds + 1)],
      ...['-f', script, '-D', `keys=${keys}`, '--log', `--log-prefix=${log}`, '--sampling-rate=0.1', url],
    ]
    const [file, ...args] = pinned(1, command)
    const { stdout } = await promisify(execFile)(file, args)
    return { ...resultOf(stdout), ...latenciesIn(folder) }
  }
  const version = execFileSync(found.path, ['--version'], { encoding: 'utf8' }).split(' ')[2] ?? ''
  return { version: version.trim(), sampled: (name, connections) => ({ name, connections, sample }) }
}

/** The keys again, under a number: pgbench can draw numbers only. */
async function numberKeys(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rowCount } = await client.query(
      `CREATE TABLE numbered_key AS SELECT row_number() OVER ()::int AS n, k.* FROM api_key k`,
    )
    await client.query('ALTER TABLE numbered_key ADD PRIMARY KEY (n)')
    await client.query('VACUUM ANALYZE numbered_key')
    return rowCount ?? 0
  } finally {
    await client.end()
  }
}

function resultOf(output: string): Omit<LoadResult, 'p50' | 'p99'> {
  const requests = Number(/transactions actually processed: (\d+)/.exec(output)?.[1])
  const rate = Number(/tps = ([\d.]+)/.exec(output)?.[1])
  return { requests, rate, failed: 0, busy: 0, serverCpu: 0, total: requests, flooded: 0 }
}

/** Of one call in ten, which is logged with its microseconds in the third place. */
function latenciesIn(folder: string): Pick<LoadResult, 'p50' | 'p99'> {
  const files = readdirSync(folder).filter((name) => name.startsWith('pgbench-log'))
  const lines = files.flatMap((name) => readFileSync(join(folder, name), 'utf8').trim().split('\n'))
  for (const name of files) rmSync(join(folder, name))
  const sorted = Float64Array.from(lines, (line) => Number(line.split(' ')[2]) / 1000).sort()
  const at = (share: number) => sorted[Math.floor(sorted.length * share)] ?? 0
  return { p50: at(0.5), p99: at(0.99) }
}
