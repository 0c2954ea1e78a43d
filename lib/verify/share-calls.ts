/** The database did not answer within the time a request may wait. */
export class CallTimedOut extends Error {
  constructor(limitMs: number) {
    super(`no answer within ${limitMs} ms`)
    this.name = 'CallTimedOut'
  }
}

type Batch<Input, Output> = {
  inputs: Input[]
  promise: Promise<Output>
  resolve(output: Output): void
  reject(error: unknown): void
  timer: NodeJS.Timeout
}

/**
 * Makes one call serve everybody who asked before it was sent.
 *
 * A caller never joins a call that is already under way: what that call reads may be older than the caller's request.
 * It joins the next one, which is sent as soon as the present one has ended. One call is under way at a time.
 *
 * @param run receives the inputs of all who share the call
 * @param limitMs how long any caller waits, counted from the first caller of its batch, sent or not
 */
export function shareCalls<Input, Output>(
  run: (inputs: readonly Input[]) => Promise<Output>,
  limitMs: number,
): (input: Input) => Promise<Output> {
  let underWay = false
  let waiting: Batch<Input, Output> | null = null

  function send(): void {
    const batch = waiting
    if (batch === null || underWay) return
    waiting = null
    underWay = true
    const ended = () => {
      underWay = false
      clearTimeout(batch.timer)
      send()
    }
    run(batch.inputs).then(
      (output) => {
        batch.resolve(output)
        ended()
      },
      (error: unknown) => {
        batch.reject(error)
        ended()
      },
    )
  }

  return (input) => {
    if (waiting === null) {
      waiting = newBatch(limitMs)
      // After the poll phase, so that all requests which arrived together share the call from the start.
      if (!underWay) setImmediate(send)
    }
    waiting.inputs.push(input)
    return waiting.promise
  }
}

function newBatch<Input, Output>(limitMs: number): Batch<Input, Output> {
  let resolve: (output: Output) => void = () => undefined
  let reject: (error: unknown) => void = () => undefined
  const promise = new Promise<Output>((onAnswer, onError) => {
    resolve = onAnswer
    reject = onError
  })
  // Everybody may have given up by the time a late error arrives.
  promise.catch(() => undefined)
  const timer = setTimeout(() => reject(new CallTimedOut(limitMs)), limitMs)
  return { inputs: [], promise, resolve, reject, timer }
}
