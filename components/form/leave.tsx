/** Leaves by a full page load, so that nothing of the former session stays in memory. Never settles: the form stays busy. */
export function leaveFor(path: string): Promise<never> {
  return new Promise(() => window.location.assign(path))
}
