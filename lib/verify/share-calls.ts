import { performance } from 'node:perf_hooks'

/** The database did not answer within the time a request may wait. */
export class CallTimedOut extends Error {
  constructor(limitMs: number) {
    super(`no answer within ${limitMs} ms`)
    this.name = 'CallTimedOut'
  }
}

/**
 * A process that was busy elsewhere for long learns that time is up before it reads an answer that may have been there for as
 * long, or before it has said all that it takes to get one: it takes so much time more. Busy is one that notices the end so late, or
 * whose event loop was at work for such a share of the time.
 */
const BUSY_MS = 20
const BUSY_SHARE = 0.8
const GRACE_MS = 45

/** So long a batch waits for the calls under way before it is sent beside them: more than an answer takes from a near database. */
const PATIENCE_MS = 25

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
 * It joins the next one, which is sent as soon as there is room for it.
 *
 * @param run receives the inputs of all who share the call
 * @param limits `waitMs`: how long any caller waits, counted from the first caller of its batch, sent or not;
 *   `atOnce`: how many calls may be under way; `atMost`: how many when those are slow to answer, `atOnce` when not said
 */
export function shareCalls<Input, Output>(
  run: (inputs: readonly Input[]) => Promise<Output>,
  { waitMs, atOnce, atMost = atOnce }: { waitMs: number; atOnce: number; atMost?: number },
): (input: Input) => Promise<Output> {
  let underWay = 0
  let waiting: Batch<Input, Output> | null = null

  function send(most: number): void {
    const batch = waiting
    if (batch === null || underWay >= most) return
    waiting = null
    underWay += 1
    const ended = () => {
      underWay -= 1
      clearTimeout(batch.timer)
      if (waiting !== null) setImmediate(send, atOnce)
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

  function makeBatch(): Batch<Input, Output> {
    const batch = newBatch<Input, Output>(waitMs, () => {
      if (waiting === batch) send(atMost)
    })
    // After the poll phase, so that all requests which arrived together share the call from the start.
    if (underWay < atOnce) setImmediate(send, atOnce)
    return batch
  }

  return (input) => {
    waiting ??= makeBatch()
    waiting.inputs.push(input)
    return waiting.promise
  }
}

function newBatch<Input, Output>(limitMs: number, losePatience: () => void): Batch<Input, Output> {
  let resolve: (output: Output) => void = () => undefined
  let reject: (error: unknown) => void = () => undefined
  const promise = new Promise<Output>((onAnswer, onError) => {
    resolve = onAnswer
    reject = onError
  })
  // Everybody may have given up by the time a late error arrives.
  promise.catch(() => undefined)
  const due = performance.now() + limitMs
  const load = performance.eventLoopUtilization()
  const timer = setTimeout(patienceOver, Math.min(PATIENCE_MS, limitMs))
  const batch: Batch<Input, Output> = { inputs: [], promise, resolve, reject, timer }
  return batch

  function patienceOver(): void {
    batch.timer = setTimeout(end, Math.max(0, due - performance.now()))
    losePatience()
  }

  function end(): void {
    const isLate = performance.now() - due > BUSY_MS
    const isBusy = isLate || performance.eventLoopUtilization(load).utilization > BUSY_SHARE
    const giveUp = () => reject(new CallTimedOut(limitMs))
    if (isBusy) batch.timer = setTimeout(giveUp, GRACE_MS)
    else giveUp()
  }
}
