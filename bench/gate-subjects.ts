import { BATCH_SIZE, batchVerify, singleVerify } from './admin-subjects.ts'
import { BUILT, emailChecks, type Sampled, type Subject } from './measure.ts'
import type { Peers } from './peers/peers.ts'

/** The larger number first: it meets the cold keys sooner. */
const CONNECTIONS = [200, 50, 1]

/** What stands in the first column, in the order of the rows: first what is let through, then what is refused. */
export const names = {
  bareAllowed: 'bare `node:http`, the same JSON',
  gate: '**Gatelist gate**',
  single: '**Gatelist `apiKeys:verify`**',
  batch: '**Gatelist `apiKeys:batchVerify`**, keys/s',
  unchecked: 'same gate, unchecked cache',
  database: 'same gate, prepared `pg` read per request',
  nginxAllowed: 'nginx, `map` and `allow`',
  haproxyAllowed: 'HAProxy, map files',
  betterAuthAllowed: 'Better Auth, API-key plugin',
  select: '`pgbench`, select by primary key, selects/s',
  bareRefused: 'bare `node:http`, the same refusal',
  verify: '**Gatelist `/v1/verify`**',
  nginxRefused: 'nginx, `map` and `allow`, refused',
  haproxyRefused: 'HAProxy, map files, refused',
  betterAuthRefused: 'Better Auth, API-key plugin, refused',
  next: 'Next.js route handler that does nothing',
} as const

type Served = Pick<Subject, 'script'> & Partial<Subject>

const allowed = (name: string, served: Served): Subject => ({
  ...{ name, path: '/gate', connections: CONNECTIONS, expectedStatus: 200 },
  calls: ({ admitting }) => emailChecks(admitting),
  ...served,
})

const refused = (name: string, served: Served): Subject => ({
  ...{ name, path: '/gate', connections: CONNECTIONS, expectedStatus: 403 },
  calls: ({ refusing }) => emailChecks(refusing),
  ...served,
})

/** The gate with one of the three ways of finding a key. */
export const gateOn = (name: string, gate: string, connections: readonly number[] = CONNECTIONS): Subject =>
  allowed(name, { script: `${BUILT}/gate.js`, env: { GATE: gate }, connections })

/** What keeps no keys in memory is not warmed with every key. */
const WITHOUT_CACHE = { everyCallFirst: false } as const

const bare = (mode: string) => ({ script: `${BUILT}/bare.js`, env: { BARE: mode }, ...WITHOUT_CACHE })

const PRODUCT = { script: 'dist/server.js', env: { GATELIST_WITHOUT_PAGES: '1' } }

/** Ours, other ways to build it, and the peers that are there. */
export function gateSubjects({ nginx, haproxy, betterAuth, pgbench }: Peers): (Subject | Sampled)[] {
  const both = (peer: Served | null, whenAllowed: string, whenRefused: string) => {
    const served = peer && { ...peer, ...WITHOUT_CACHE }
    return served === null ? [] : [allowed(whenAllowed, served), refused(whenRefused, served)]
  }
  return [
    allowed(names.bareAllowed, bare('allowed')),
    gateOn(names.gate, 'validated'),
    singleVerify({ name: names.single, connections: CONNECTIONS }),
    { ...batchVerify({ name: names.batch, connections: CONNECTIONS }), keysPerCall: BATCH_SIZE },
    gateOn(names.unchecked, 'unchecked'),
    gateOn(names.database, 'database'),
    refused(names.bareRefused, bare('refused')),
    refused(names.verify, { ...PRODUCT, path: '/v1/verify' }),
    ...both(nginx, names.nginxAllowed, names.nginxRefused),
    ...both(haproxy, names.haproxyAllowed, names.haproxyRefused),
    ...both(betterAuth, names.betterAuthAllowed, names.betterAuthRefused),
    refused(names.next, { script: `${BUILT}/next.js`, path: '/noop', ...WITHOUT_CACHE }),
    // 200 connections are more than PostgreSQL takes as it comes.
    ...(pgbench === null ? [] : [pgbench.sampled(names.select, [50, 1])]),
  ]
}
