import type { PoolFigures } from '#lib/db/pool-figures'
import { env } from '#lib/env'
import { processWide } from '#lib/process-wide'
import { type CredentialFinder, createKeyFinder } from './freshness.ts'
import { createGate, type Gate } from './gate.ts'
import { createKeySource } from './source.ts'

/** How long a request may wait for each of its at most two reads; both together stay below one second, also of a busy process. */
const READ_LIMIT_MS = 450

type Verification = {
  gate: Gate
  finder: CredentialFinder
  readonly connections: PoolFigures
  warm(): Promise<void>
  close(): Promise<void>
}

/** The gate of this process, on the configured database. */
export function verification(): Verification {
  return processWide('verification', () => {
    const { databaseUrl, keyCacheMib } = env()
    if (databaseUrl === undefined) throw new Error('DATABASE_URL is not set')
    const source = createKeySource(databaseUrl, READ_LIMIT_MS)
    const finder = createKeyFinder(source, READ_LIMIT_MS, { cacheBytes: keyCacheMib * 1024 ** 2 })
    return {
      gate: createGate(finder),
      finder,
      get connections() {
        return source.connections
      },
      warm: source.warm,
      close: source.close,
    }
  })
}
