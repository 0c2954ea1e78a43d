/** Runs work that pauses between its steps to the end, for who need not wait on anybody else. */
export function inOneGo<T>(steps: Generator<void, T>): T {
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}
