/** Forgets what was shown wrongly so far: tests that show much of it are no attack. */
export function forgetAttempts(): void {
  Reflect.deleteProperty(globalThis, Symbol.for('gatelist.failed attempts'))
}
