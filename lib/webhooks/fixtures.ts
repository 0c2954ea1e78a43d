import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { AlertKind } from '#lib/alerts/kinds'
import type { Actor } from '#lib/audit/actor'
import { resolveEnv } from '#lib/env'
import { createWebhook } from './commands.ts'
import type { CreatedWebhook } from './create-webhook.ts'

/** A webhook as an owner would make it, for tests; its target may be on this machine. */
export async function makeWebhook(
  actor: Actor,
  { url = 'http://127.0.0.1:1025/nobody', kinds = [] }: { url?: string; kinds?: AlertKind[] } = {},
): Promise<CreatedWebhook> {
  resolveEnv({ WEBHOOK_PRIVATE_TARGETS: '1' })
  const scope = kinds.length === 0 ? 'all' : 'some'
  const made = await createWebhook(actor, { url, description: null, scope, kinds })
  if (!made.ok) throw new Error(made.message)
  return made.value
}

export type Received = { headers: IncomingHttpHeaders; body: string; path: string; at: number }

export type Receiver = {
  readonly url: string
  readonly received: Received[]
  answer: (received: Received, response: ServerResponse) => void
  close(): Promise<void>
}

/** A real receiver of messages. It answers 200 until `answer` is set to something else. */
export async function startReceiver(server: Server = createServer(), scheme = 'http'): Promise<Receiver> {
  const received: Received[] = []
  const receiver: Receiver = {
    received,
    answer: (_, response) => response.end('ok'),
    url: '',
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  server.on('request', (request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString()
      const one = { headers: request.headers, body, path: request.url ?? '', at: Date.now() }
      received.push(one)
      receiver.answer(one, response)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return Object.assign(receiver, { url: `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}` })
}
