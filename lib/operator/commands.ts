/** What whoever runs the server can have done at its own machine. Each is safe to repeat, and at once. */
export { grantStaffRole } from './grant-staff.ts'
export { provideToken } from './provide-token.ts'
export { provideUser } from './provide-user.ts'
export { resetSecondFactor } from './reset-second-factor.ts'
