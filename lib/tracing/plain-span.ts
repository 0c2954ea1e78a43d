import type { ReadableSpan } from '@opentelemetry/sdk-trace-node'

/**
 * Attributes that may leave this process: closed sets and templates. Next writes more, the whole target with its query among it,
 * and whatever is written by a later version stays here too.
 */
const ALLOWED: ReadonlySet<string> = new Set([
  'http.request.method',
  'http.response.status_code',
  'http.route',
  'next.span_type',
])

const NEXT = 'next.js'

/** The same span without anything that a caller chose: no target, no words of errors, no events. */
export function plainSpan(span: ReadableSpan): ReadableSpan {
  return {
    ...{
      name: nameOf(span),
      kind: span.kind,
      resource: span.resource,
      instrumentationScope: span.instrumentationScope,
    },
    ...{ startTime: span.startTime, endTime: span.endTime, duration: span.duration, ended: span.ended },
    spanContext: () => span.spanContext(),
    ...(span.parentSpanContext === undefined ? {} : { parentSpanContext: span.parentSpanContext }),
    attributes: Object.fromEntries(Object.entries(span.attributes).filter(([name]) => ALLOWED.has(name))),
    status: { code: span.status.code },
    ...{ links: [], events: [] },
    ...{ droppedAttributesCount: 0, droppedEventsCount: 0, droppedLinksCount: 0 },
  }
}

/** What Next does while it starts, hundreds of times and below nothing. */
export function isOfNoRequest({ instrumentationScope, parentSpanContext }: ReadableSpan): boolean {
  return instrumentationScope.name === NEXT && parentSpanContext === undefined
}

/** Next puts addresses into some names; what kind of span it is and its route say as much. */
function nameOf({ name, instrumentationScope, attributes }: ReadableSpan): string {
  const { 'next.span_type': type, 'http.route': route } = attributes
  // Of a page, Next says the route, and to the span around its own too.
  const what = instrumentationScope.name === NEXT ? (type ?? NEXT) : name
  return [what, route].filter((part) => typeof part === 'string').join(' ')
}
