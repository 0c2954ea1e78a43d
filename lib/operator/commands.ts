/** What whoever runs the server can have done at its own machine. Each is safe to repeat, and at once. */
export { provideToken } from './provide-token.ts'
export { provideUser } from './provide-user.ts'
