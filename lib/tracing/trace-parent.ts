import type { RemoteParent } from './tracing.ts'

// Version 00 alone, in small letters: https://www.w3.org/TR/trace-context/#traceparent-header-field-values
const FORM = /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})$/

/** Null for what is none; whoever sends two has sent none. */
export function parseTraceParent(rawHeaders: readonly string[]): RemoteParent | null {
  const lines = rawHeaders.filter((_, at) => at % 2 === 1 && rawHeaders[at - 1]?.toLowerCase() === 'traceparent')
  const [, traceId, spanId, flags] = (lines.length === 1 ? FORM.exec(lines[0]?.trim() ?? '') : null) ?? []
  if (traceId === undefined || spanId === undefined || flags === undefined) return null
  return { traceId, spanId, flags: Number.parseInt(flags, 16) & 1 }
}
