import { processWide } from '#lib/process-wide'

/** What spans of verification's two reads are called. */
export type ReadName = 'freshness question' | 'key load'
/** What spans are called: a closed set. */
export type SpanName = ReadName | 'database transaction' | 'webhook delivery'

export type RequestSpan = {
  /** Runs with the span as parent of those that begin meanwhile. */
  run(work: () => void): void
  end(told: { readonly route: string | null; readonly status: number }): void
}

/** A trace that somebody else began: W3C Trace Context. */
export type RemoteParent = { readonly traceId: string; readonly spanId: string; readonly flags: number }

/** What writes spans. Nothing of OpenTelemetry is loaded where there is none. */
export type Tracing = {
  request(told: { readonly method: string; readonly parent: RemoteParent | null }): RequestSpan
  /** A span below the one that is under way; without one just the work. */
  child<T>(name: SpanName, work: () => Promise<T>): Promise<T>
  /** A span of its own, for what no request began. */
  root<T>(name: SpanName, work: () => Promise<T>): Promise<T>
  /** Sends what is left, for as long as it may take. */
  close(limitMs: number): Promise<void>
}

// The pages are bundled apart, and their transactions are part of the same traces.
const held = processWide<{ tracing: Tracing | null }>('tracing', () => ({ tracing: null }))

export function setTracing(tracing: Tracing | null): void {
  held.tracing = tracing
}

/** Runs a part of a request, as a span of its own where traces are written. */
export function traced<T>(name: SpanName, work: () => Promise<T>): Promise<T> {
  return held.tracing === null ? work() : held.tracing.child(name, work)
}

/** The same for what happens beside requests. */
export function tracedAlone<T>(name: SpanName, work: () => Promise<T>): Promise<T> {
  return held.tracing === null ? work() : held.tracing.root(name, work)
}
