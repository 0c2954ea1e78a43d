import { batchImport } from './batch-import.ts'
import { entryOperations } from './entry-operations.ts'
import { keyOperations } from './key-operations.ts'
import { makeOperations } from './make-operations.ts'
import type { AdminOperation } from './operation.ts'
import { tokenOperations } from './token-operations.ts'
import { verifyOperations } from './verify-operations.ts'

/** Every operation of the admin API. */
export const adminOperations: readonly AdminOperation[] = [
  ...makeOperations,
  batchImport,
  ...keyOperations('issued'),
  ...keyOperations('imported'),
  ...entryOperations('issued'),
  ...entryOperations('imported'),
  ...verifyOperations,
  ...tokenOperations,
]
