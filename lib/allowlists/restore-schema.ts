import { z } from 'zod'
import { confirmed, seenVersion } from '#lib/keys/schema'
import { restoreScopes } from './restore-scope.ts'

const wanted = {
  /** Of the key, named list or ceiling. */
  id: z.uuid({ error: 'This is not the id of a list.' }),
  number: z.int({ error: 'Choose a version.' }).min(1, 'Choose a version.'),
  scope: z.enum(restoreScopes, { error: 'Choose what comes back.' }),
}

export const restorePreviewSchema = z.object(wanted)

/** `version`: of the owner as it was seen. Restoring over a newer one takes that newer version, so nobody does it unseen. */
export const restoreSchema = z.object({ ...wanted, version: seenVersion, confirmed })
