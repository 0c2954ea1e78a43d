/**
 * Everything that changes a management token. Each decides, writes and records its audit event in one transaction; those
 * that take a transaction do it in their caller's.
 */
export { createManagementToken, createTokenIn } from './create-token.ts'
export { revokeManagementToken, revokeTokenIn } from './revoke-token.ts'
export { updateManagementToken } from './update-token.ts'
