import type { LoadCall } from './load.ts'
import type { Subject } from './measure.ts'
import type { Seeded } from './seed.ts'

export const BATCH_SIZE = 100

type Named = Pick<Subject, 'name' | 'connections'>

const admin = {
  script: 'dist/server.js',
  env: { GATELIST_WITHOUT_PAGES: '1' },
  expectedStatus: 200,
  // Always 200: only the body tells whether a key was let through.
  unexpectedText: '"is_valid":false',
  failedText: 'VERIFICATION_ERROR_INTERNAL',
} satisfies Partial<Subject>

/** The admin API's verification, one key a call. */
export const singleVerify = (named: Named): Subject => ({
  ...{ ...named, ...admin, path: '/v2alpha1/admin/apiKeys:verify' },
  calls: ({ managementToken, admitting }: Seeded): LoadCall[] =>
    admitting.map((credential) => ({ credential: managementToken, body: JSON.stringify({ credential }) })),
})

/** The admin API's verification, 100 keys a call. */
export const batchVerify = (named: Named): Subject => ({
  ...{ ...named, ...admin, path: '/v2alpha1/admin/apiKeys:batchVerify', calls: batches },
})

function batches({ managementToken, admitting }: Seeded): LoadCall[] {
  return Array.from({ length: admitting.length / BATCH_SIZE }, (_, index) => {
    const secrets = admitting.slice(index * BATCH_SIZE, (index + 1) * BATCH_SIZE)
    const body = JSON.stringify({ requests: secrets.map((credential) => ({ credential })) })
    return { credential: managementToken, body }
  })
}
