/** What whoever runs the server can have done at its own machine. Each is safe to repeat, and at once. */
export { grantStaffRole } from './grant-staff.ts'
export { provideToken } from './provide-token.ts'
export { provideUser } from './provide-user.ts'
export { makePasswordReset } from './reset-password.ts'
export { resetSecondFactor } from './reset-second-factor.ts'
export { rotateSecrets } from './rotate-secrets.ts'
export { turnSigningKeys } from './turn-signing-keys.ts'
