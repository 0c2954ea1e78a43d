/** Everything that changes a key. Each decides, writes and records its audit event in one transaction. */
export { type CreatedKey, createKey } from './create-key.ts'
export { type KeyStanding, type LifecycleResult, pauseKey, resumeKey, revokeKey } from './key-lifecycle.ts'
export { type UpdateConflict, type UpdateResult, updateKey } from './update-key.ts'
