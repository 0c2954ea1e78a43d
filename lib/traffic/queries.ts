/** Everything that is read of a key's callers. Of another workspace's key each answers as of one that does not exist. */
export { firstCall } from './first-call.ts'
export { keyHours, sparklines } from './key-hours.ts'
export { keyRefusals, oldSecretCallers } from './refused-callers.ts'
export { seenCallers, seenCallersOf } from './seen-callers.ts'
export { wouldHaveRefused } from './would-have-refused.ts'
