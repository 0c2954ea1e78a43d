import { setTimeout as sleep } from 'node:timers/promises'
import type { Context, Span } from '@opentelemetry/api'
import { log } from '#lib/log'
import { version } from '#lib/version'
import { plainExporter } from './plain-exporter.ts'
import type { RemoteParent, RequestSpan, Tracing } from './tracing.ts'

/** The collector that does not answer is told of this often. */
const TOLD_EVERY_MS = 60_000

/** Loaded here and not above: the server is one file, and what that imports at its top is loaded by everybody. */
async function load() {
  const [api, resources, sdk, { OTLPTraceExporter }] = await Promise.all([
    import('@opentelemetry/api'),
    import('@opentelemetry/resources'),
    import('@opentelemetry/sdk-trace-node'),
    import('@opentelemetry/exporter-trace-otlp-http'),
  ])
  return { api, resources, sdk, OTLPTraceExporter }
}

type Api = Awaited<ReturnType<typeof load>>['api']

/** Begins to write traces, for the pages too. Where and how is said by the standard variables, which OpenTelemetry reads itself. */
export async function startTracing(): Promise<Tracing> {
  const { api, resources, sdk, OTLPTraceExporter } = await load()
  const { defaultResource, detectResources, envDetector, resourceFromAttributes } = resources
  const provider = new sdk.NodeTracerProvider({
    // Without the detectors of host and process: a command line is nobody's business.
    resource: defaultResource()
      .merge(resourceFromAttributes({ 'service.name': 'gatelist', 'service.version': version }))
      .merge(detectResources({ detectors: [envDetector] })),
    spanProcessors: [new sdk.BatchSpanProcessor(plainExporter(new OTLPTraceExporter(), failureNote()))],
  })
  // No propagator: traces are gone on with where we say so, and none is sent along to the targets of webhooks.
  provider.register({ propagator: null })
  return { ...tracingOf(api), close: (limitMs) => closeWithin(limitMs, () => provider.shutdown()) }
}

function tracingOf(api: Api): Omit<Tracing, 'close'> {
  const { context, ROOT_CONTEXT, SpanKind, trace } = api
  const tracer = trace.getTracer('gatelist', version)
  const within = <T>(name: string, at: Context, work: () => Promise<T>): Promise<T> => {
    const span = tracer.startSpan(name, { kind: SpanKind.INTERNAL }, at)
    return context.with(trace.setSpan(at, span), () => ended(api, span, work))
  }
  return {
    request: ({ method, parent }) => {
      const at = parent === null ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, remoteContext(parent))
      const attributes = { 'http.request.method': method }
      return requestSpan(api, { span: tracer.startSpan(method, { kind: SpanKind.SERVER, attributes }, at), at })
    },
    child: (name, work) => {
      const at = context.active()
      return trace.getSpan(at) === undefined ? work() : within(name, at, work)
    },
    root: (name, work) => within(name, ROOT_CONTEXT, work),
  }
}

async function closeWithin(limitMs: number, close: () => Promise<void>): Promise<void> {
  await Promise.race([close().catch(() => undefined), sleep(limitMs, undefined, { ref: false })])
}

type Begun = { readonly span: Span; readonly at: Context }

function requestSpan({ context, SpanStatusCode, trace }: Api, { span, at }: Begun): RequestSpan {
  return {
    run: (work) => context.with(trace.setSpan(at, span), work),
    end({ route, status }) {
      span.setAttribute('http.response.status_code', status)
      if (route !== null) span.setAttribute('http.route', route)
      if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR })
      span.end()
    },
  }
}

/** What went wrong is in the log; an error's words may hold anything. */
async function ended<T>({ SpanStatusCode }: Api, span: Span, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    span.setStatus({ code: SpanStatusCode.ERROR })
    throw error
  } finally {
    span.end()
  }
}

function remoteContext({ traceId, spanId, flags }: RemoteParent) {
  return { traceId, spanId, traceFlags: flags, isRemote: true }
}

function failureNote(): () => void {
  let toldAt = Number.NEGATIVE_INFINITY
  return () => {
    if (performance.now() - toldAt < TOLD_EVERY_MS) return
    toldAt = performance.now()
    log.warn({}, 'spans were not taken by the collector and are lost')
  }
}
