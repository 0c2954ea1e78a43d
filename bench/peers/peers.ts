import type { Bench, Subject } from '../measure.ts'
import { prepareBetterAuth } from './better-auth.ts'
import { prepareHaproxy } from './haproxy.ts'
import { listedKeys } from './listed-keys.ts'
import { prepareNginx } from './nginx.ts'
import { type Pgbench, preparePgbench } from './pgbench.ts'

type Served = Pick<Subject, 'script' | 'env'>

/** What could be had here; `missing` says why the others could not. */
export type Peers = {
  nginx: Served | null
  haproxy: Served | null
  betterAuth: Served | null
  pgbench: Pgbench | null
  versions: Record<string, string>
  missing: readonly string[]
}

/** Sets all peers up with the keys and lists that were seeded. */
export async function preparePeers(bench: Bench): Promise<Peers> {
  const keys = await listedKeys(bench)
  const versions: Record<string, string> = {}
  const missing: string[] = []
  const note = <T extends { version: string }>(name: string, prepared: T | { problem: string }): T | null => {
    if ('problem' in prepared) {
      missing.push(prepared.problem)
      return null
    }
    versions[name] = prepared.version
    return prepared
  }
  const nginx = note('nginx', prepareNginx(bench.folder, 'worker'))
  const haproxy = note('HAProxy', prepareHaproxy(bench.folder))
  for (const peer of [nginx, haproxy]) peer?.writeLists(keys)
  const betterAuth = note('Better Auth', await prepareBetterAuth(bench, keys))
  const pgbench = note('pgbench', await preparePgbench(bench))
  return {
    nginx: nginx && { script: nginx.program },
    haproxy: haproxy && { script: haproxy.program },
    betterAuth: betterAuth && { script: betterAuth.program, env: betterAuth.env },
    ...{ pgbench, versions, missing },
  }
}
