type Variables = Readonly<Record<string, string | undefined>>

export type TraceSettings =
  | { readonly wanted: false }
  | { readonly wanted: true; readonly endpoint: string }
  | { readonly wanted: 'unclear'; readonly variable: string; readonly message: string }

/** Whether the standard variables of OpenTelemetry ask for traces. What they name is read by OpenTelemetry itself. */
export function traceSettings(variables: Variables): TraceSettings {
  const text = (name: string) => variables[name]?.trim() ?? ''
  const ofTraces = text('OTEL_EXPORTER_OTLP_TRACES_ENDPOINT')
  const variable = ofTraces === '' ? 'OTEL_EXPORTER_OTLP_ENDPOINT' : 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'
  const endpoint = text(variable)
  const isOff = text('OTEL_SDK_DISABLED').toLowerCase() === 'true' || text('OTEL_TRACES_EXPORTER') === 'none'
  if (endpoint === '' || isOff) return { wanted: false }
  // OpenTelemetry would not say a word, and send to this machine instead.
  if (!/^https?:$/.test(protocolOf(endpoint)))
    return { wanted: 'unclear', variable, message: `must be an http or https address; for example ${EXAMPLE}` }
  const protocol = text('OTEL_EXPORTER_OTLP_TRACES_PROTOCOL') || text('OTEL_EXPORTER_OTLP_PROTOCOL') || JSON_PROTOCOL
  if (protocol === JSON_PROTOCOL) return { wanted: true, endpoint }
  const message = `is ${JSON.stringify(protocol.slice(0, 40))}; only ${JSON_PROTOCOL} is spoken, which collectors take on the same port as http/protobuf`
  return { wanted: 'unclear', variable: 'OTEL_EXPORTER_OTLP_PROTOCOL', message }
}

const JSON_PROTOCOL = 'http/json'
const EXAMPLE = 'OTEL_EXPORTER_OTLP_ENDPOINT=http://localhost:4318'

function protocolOf(text: string): string {
  return URL.canParse(text) ? new URL(text).protocol : ''
}
