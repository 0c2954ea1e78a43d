import { startTransition, useEffect, useState } from 'react'

/** Time for one burst of work; a key pressed meanwhile waits no longer than this. */
const BURST_MS = 8

/** What came of some work, and the input that it was done for. */
export type Settled<Input, Output> = { readonly input: Input; readonly output: Output }

/**
 * Does long work in bursts between key presses, once the input has rested `pauseMs`. While it is on its way the answer is
 * about an earlier input (compare `input`), or null when there was none yet.
 */
export function useBursts<Input extends object, Output>(
  input: Input,
  work: (input: Input) => Generator<void, Output>,
  pauseMs: number,
): Settled<Input, Output> | null {
  const [settled, setSettled] = useState<Settled<Input, Output> | null>(null)
  useEffect(() => {
    const steps = work(input)
    let timer = setTimeout(burst, pauseMs)
    function burst() {
      const until = performance.now() + BURST_MS
      let step = steps.next()
      while (!step.done && performance.now() < until) step = steps.next()
      const { done, value } = step
      if (done) startTransition(() => setSettled({ input, output: value }))
      else timer = setTimeout(burst)
    }
    return () => clearTimeout(timer)
  }, [input, work, pauseMs])
  return settled
}
