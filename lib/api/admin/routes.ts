import { accessOperations } from './access-operations.ts'
import { listAdmitting } from './admitting-operation.ts'
import { alertOperations } from './alert-operations.ts'
import { batchImport } from './batch-import.ts'
import { listCallers } from './callers-operation.ts'
import { ceilingOperations } from './ceiling-operations.ts'
import { entryOperations } from './entry-operations.ts'
import { keyListOperations } from './key-list-operations.ts'
import { keyOperations } from './key-operations.ts'
import { listEntryOperations } from './list-entry-operations.ts'
import { listOperations } from './list-operations.ts'
import { makeOperations } from './make-operations.ts'
import type { AdminOperation } from './operation.ts'
import { importKeyRanges, importListRanges } from './source-operation.ts'
import { tokenOperations } from './token-operations.ts'
import { verifyOperations } from './verify-operations.ts'
import { versionOperations } from './version-operations.ts'

/** Every operation of the admin API. */
export const adminOperations: readonly AdminOperation[] = [
  ...makeOperations,
  batchImport,
  ...keyOperations('issued'),
  ...keyOperations('imported'),
  ...entryOperations('issued'),
  ...entryOperations('imported'),
  ...keyListOperations('issued'),
  ...keyListOperations('imported'),
  importKeyRanges('issued'),
  importKeyRanges('imported'),
  ...listOperations,
  ...listEntryOperations,
  importListRanges,
  ...ceilingOperations,
  ...accessOperations('issued'),
  ...accessOperations('imported'),
  listCallers('issued'),
  listCallers('imported'),
  listAdmitting,
  ...versionOperations,
  ...verifyOperations,
  ...tokenOperations,
  ...alertOperations,
]
