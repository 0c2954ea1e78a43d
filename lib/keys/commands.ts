/** Everything that changes a key. Each decides, writes and records its audit event in one transaction. */
export { createKey } from './create-key.ts'
export { pauseKey, resumeKey, revokeKey } from './key-lifecycle.ts'
export { rotateKeyNow } from './rotate-key-now.ts'
export { updateKey } from './update-key.ts'
