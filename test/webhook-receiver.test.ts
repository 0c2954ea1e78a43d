import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { secretKey, secretText, signatureHeader } from '#lib/webhooks/signature'
import { waitUntil } from '#server/processes'
import { projectRoot } from '#server/project-root'

const secret = secretText(Buffer.alloc(32, 5))
const before = Buffer.alloc(32, 6)
let receiver: ChildProcess
let url: string
let printed = ''

/** The receiver of docs/guides/alerts.md, as somebody would copy it. */
function documented(): string {
  const guide = readFileSync(join(projectRoot, 'docs/guides/alerts.md'), 'utf8')
  return /```js\n([\s\S]*?)```/.exec(guide)?.[1] ?? ''
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  return port
}

beforeAll(async () => {
  const port = await freePort()
  url = `http://127.0.0.1:${port}/`
  receiver = spawn(process.execPath, ['--input-type=module', '-e', documented()], {
    env: { ...process.env, GATELIST_WEBHOOK_SECRET: secret, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  receiver.stdout?.on('data', (chunk: Buffer) => {
    printed += chunk.toString()
  })
  const answers = () =>
    fetch(url).then(
      () => true,
      () => false,
    )
  expect(await waitUntil(answers, 10_000)).toBe(true)
})
afterAll(() => receiver.kill())

const body = JSON.stringify({
  type: 'webhook.test',
  timestamp: '2026-11-27T10:00:00.000Z',
  data: { message: 'ünïcode', url: 'u' },
})

async function post({ id = 'msg_1', ageSeconds = 0, keys = [secretKey(secret)], sent = body } = {}): Promise<number> {
  const timestamp = Math.floor(Date.now() / 1000) - ageSeconds
  const headers = {
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': signatureHeader(keys, { id, timestamp, body }),
  }
  return (await fetch(url, { method: 'POST', headers, body: sent })).status
}

it('takes a genuine message, once however often it comes', async () => {
  expect([await post(), await post(), await post({ id: 'msg_2', keys: [before, secretKey(secret)] })]).toEqual([
    204, 204, 204,
  ])
  expect(await waitUntil(() => printed.split('\n').length >= 3, 2_000)).toBe(true)
  expect(printed).toBe('webhook.test ünïcode u\n'.repeat(2))
})

it('refuses a message that was changed, recorded, signed by another, or not signed', async () => {
  expect(await post({ sent: body.replace('ünïcode', 'other') })).toBe(401)
  expect([await post({ ageSeconds: 301 }), await post({ ageSeconds: -302 }), await post({ keys: [before] })]).toEqual([
    401, 401, 401,
  ])
  expect((await fetch(url, { method: 'POST', body })).status).toBe(401)
})
