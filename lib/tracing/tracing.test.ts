import { context, SpanStatusCode, trace } from '@opentelemetry/api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type SpanCollector, startCollector } from '#test/span-collector'
import { traceSettings } from './settings.ts'
import { startTracing } from './start.ts'
import { parseTraceParent } from './trace-parent.ts'
import { setTracing, type Tracing, traced, tracedAlone } from './tracing.ts'

const SECRET = 'a-secret-that-must-stay-here'

let collector: SpanCollector
let tracing: Tracing
beforeAll(async () => {
  collector = await startCollector()
  process.env.OTEL_EXPORTER_OTLP_ENDPOINT = collector.url
  process.env.OTEL_EXPORTER_OTLP_HEADERS = 'authorization=Bearer%20of-the-collector'
  process.env.OTEL_RESOURCE_ATTRIBUTES = 'deployment.environment.name=test'
  process.env.OTEL_SERVICE_NAME = 'gatelist-of-the-test'
  tracing = await startTracing()
  setTracing(tracing)
})
afterAll(() => collector.close())

/** As a request of the pages: with what Next writes, and more than it writes today. */
async function page(): Promise<void> {
  trace.getTracer('next.js').startSpan('while it starts').end()
  const span = tracing.request({ method: 'GET', parent: null })
  await new Promise<void>((resolve) => {
    span.run(() => {
      const next = trace.getTracer('next.js').startSpan(`fetch GET https://example.com/?token=${SECRET}`, {
        attributes: {
          ...{ 'next.span_type': 'AppRender.fetch', 'http.route': '/settings/[id]', 'http.method': 'GET' },
          ...{ 'http.target': `/settings/1?key=${SECRET}`, 'http.url': SECRET, 'client.address': SECRET },
        },
      })
      next.recordException(new Error(SECRET))
      next.setStatus({ code: SpanStatusCode.ERROR, message: SECRET })
      next.addEvent(SECRET, { text: SECRET })
      next.end()
      const failing = traced('database transaction', () => Promise.reject(new Error(SECRET)))
      void failing.catch(() => resolve())
    })
  })
  span.end({ route: '/settings/[id]', status: 500 })
}

it('sends what was done and how it ended, and nothing that a caller chose or an error said', async () => {
  await page()
  await tracedAlone('webhook delivery', async () => SECRET)
  await traced('key load', async () => SECRET)
  expect(trace.getSpan(context.active())).toBeUndefined()
  await tracing.close(5000)
  const [next, transaction, request, delivery] = collector.spans
  expect(collector.spans).toHaveLength(4)
  expect(next).toMatchObject({ name: 'AppRender.fetch /settings/[id]', parentSpanId: request?.spanId, events: [] })
  expect(next?.attributes).toEqual({ 'next.span_type': 'AppRender.fetch', 'http.route': '/settings/[id]' })
  expect(transaction).toMatchObject({ name: 'database transaction', parentSpanId: request?.spanId, attributes: {} })
  expect([next?.status, transaction?.status]).toEqual([{ code: 2 }, { code: 2 }])
  expect(request).toMatchObject({ name: 'GET /settings/[id]', status: { code: 2 } })
  expect(delivery?.traceId).not.toBe(request?.traceId)
  expect(collector.text()).not.toContain(SECRET)
})

it('goes where the variables say, and tells of itself what they say', () => {
  expect(collector.headers[0]).toMatchObject({
    authorization: 'Bearer of-the-collector',
    'content-type': 'application/json',
  })
  expect(collector.resources[0]).toMatchObject({
    ...{ 'service.name': 'gatelist-of-the-test', 'deployment.environment.name': 'test' },
  })
  expect(Object.keys(collector.resources[0] ?? {}).filter((key) => /^(process|host)\./.test(key))).toEqual([])
})

describe('whether traces are written', () => {
  const OTEL_EXPORTER_OTLP_ENDPOINT = 'http://collector:4318'
  it.each([
    ['nothing is set', {}, false],
    ['it is blank', { OTEL_EXPORTER_OTLP_ENDPOINT: ' ' }, false],
    ['an endpoint is set', { OTEL_EXPORTER_OTLP_ENDPOINT }, true],
    ['one of traces alone', { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'https://collector/x' }, true],
    ['it is switched off', { OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_SDK_DISABLED: 'TRUE' }, false],
    ['no exporter is wanted', { OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_TRACES_EXPORTER: 'none' }, false],
    ['it is no address', { OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318' }, 'unclear'],
    ['it is to be gRPC', { OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }, 'unclear'],
  ])('%s', (_, variables, wanted) => {
    expect(traceSettings(variables).wanted).toBe(wanted)
  })
})

describe('the trace that a header names', () => {
  const traceId = '4bf92f3577b34da6a3ce929d0e0e4736'
  const line = `00-${traceId}-00f067aa0ba902b7-01`
  it.each([
    [['traceparent', line], { traceId, spanId: '00f067aa0ba902b7', flags: 1 }],
    [['host', 'x', 'TraceParent', line.replace(/01$/, '00')], { traceId, spanId: '00f067aa0ba902b7', flags: 0 }],
    [['traceparent', line, 'traceparent', line], null],
    [['traceparent', line.toUpperCase()], null],
    [['traceparent', line.replace('00-', '01-')], null],
    [['traceparent', line.replace(traceId, '0'.repeat(32))], null],
    [['traceparent', `${line}-x`], null],
    [['x', 'traceparent', 'y', line], null],
    [[], null],
  ])('%j', (headers, expected) => {
    expect(parseTraceParent(headers)).toEqual(expected)
  })
})
