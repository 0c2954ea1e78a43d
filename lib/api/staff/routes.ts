import { actOperations } from './act-operations.ts'
import { approvalOperations } from './approval-operations.ts'
import { auditOperations } from './audit-operations.ts'
import { exportOperations } from './export-operation.ts'
import { findingOperations } from './finding-operations.ts'
import { keyOperations } from './key-operations.ts'
import { lookupOperations } from './lookup-operations.ts'
import type { StaffOperation } from './operation.ts'
import { peopleOperations } from './people-operations.ts'
import { policyOperations } from './policy-operations.ts'

/** Every operation of the staff API. */
export const staffOperations: readonly StaffOperation[] = [
  ...keyOperations,
  ...lookupOperations,
  ...actOperations,
  ...approvalOperations,
  ...findingOperations,
  ...auditOperations,
  ...policyOperations,
  ...peopleOperations,
  ...exportOperations,
]
