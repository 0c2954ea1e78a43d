import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'

export type ReceivedSpan = {
  readonly name: string
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId?: string
  readonly attributes: Readonly<Record<string, unknown>>
  readonly events: readonly unknown[]
  readonly status: { readonly code?: number; readonly message?: string }
}

export type SpanCollector = {
  readonly url: string
  readonly spans: ReceivedSpan[]
  /** Everything that came in, as it was written. */
  text(): string
  readonly headers: IncomingHttpHeaders[]
  readonly resources: Readonly<Record<string, unknown>>[]
  close(): Promise<void>
}

type Attribute = { key: string; value: Record<string, unknown> }
type Wire = Omit<ReceivedSpan, 'attributes'> & { attributes?: Attribute[]; events?: unknown[] }
type Body = { resourceSpans: { resource: { attributes: Attribute[] }; scopeSpans: { spans: Wire[] }[] }[] }

/** Takes spans as OTLP over HTTP in JSON, as a collector does. */
export async function startCollector(): Promise<SpanCollector> {
  const [spans, bodies, headers]: [ReceivedSpan[], string[], IncomingHttpHeaders[]] = [[], [], []]
  const resources: Record<string, unknown>[] = []
  const server = createServer(async (request, response) => {
    let text = ''
    for await (const chunk of request.setEncoding('utf8')) text += chunk
    bodies.push(text)
    headers.push(request.headers)
    for (const { resource, scopeSpans } of (JSON.parse(text) as Body).resourceSpans) {
      resources.push(plain(resource.attributes))
      const received = scopeSpans.flatMap((scope) => scope.spans)
      spans.push(
        ...received.map((span) => ({ ...span, attributes: plain(span.attributes), events: span.events ?? [] })),
      )
    }
    response.writeHead(200, { 'Content-Type': 'application/json' }).end('{}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ...{ spans, headers, resources },
    text: () => bodies.join('\n'),
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function plain(attributes: readonly Attribute[] = []): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]))
}
