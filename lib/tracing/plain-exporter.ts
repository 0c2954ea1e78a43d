import type { SpanExporter } from '@opentelemetry/sdk-trace-node'
import { isOfNoRequest, plainSpan } from './plain-span.ts'

type Result = Parameters<Parameters<SpanExporter['export']>[1]>[0]

/**
 * Hands on only what may leave this process.
 *
 * @param noteFailure is told of spans that did not arrive
 */
export function plainExporter(exporter: SpanExporter, noteFailure: (result: Result) => void): SpanExporter {
  return {
    export(spans, done) {
      exporter.export(spans.filter((span) => !isOfNoRequest(span)).map(plainSpan), (result) => {
        if (result.code !== SUCCESS) noteFailure(result)
        done(result)
      })
    },
    shutdown: () => exporter.shutdown(),
    forceFlush: async () => exporter.forceFlush?.(),
  }
}

const SUCCESS: Result['code'] = 0
