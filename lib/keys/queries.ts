export { eventHistory as keyHistory } from './event-history.ts'
export { getKey } from './get-key.ts'
export { listKeys } from './list-keys.ts'
