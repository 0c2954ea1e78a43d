// The load generator: plain sockets with keep-alive, one request in flight a connection. Every key is used once before
// anything is measured; from then on keys are drawn uniformly.
// It runs as a process of its own so that it can be pinned to a core of its own. A plan comes in on standard input, the
// measurement leaves on standard output, both JSON.
import { connect, type Socket } from 'node:net'

export type LoadCall = { readonly credential: string; readonly body: string }

export type LoadPlan = {
  port: number
  path: string
  /** What is sent, each with its bearer credential. */
  calls: readonly LoadCall[]
  connections: number
  warmUpSeconds: number
  seconds: number
  /** Every answer must have this status; 503 is counted as a failure, and any other ends the measurement. */
  expectedStatus: number
  /** No answer may have this text in it: some calls answer 200 whatever they decide. */
  unexpectedText?: string
}

/** Rates in requests a second, latencies in milliseconds. */
export type LoadResult = { requests: number; failed: number; rate: number; p50: number; p99: number }

function requestOf(plan: LoadPlan, { credential, body }: LoadCall): Buffer {
  return Buffer.from(
    `POST ${plan.path} HTTP/1.1\r\nHost: 127.0.0.1:${plan.port}\r\nAuthorization: Bearer ${credential}\r\n` +
      `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  )
}

type Meter = {
  latencies: Float64Array
  count: number
  failed: number
  used: number
  recording: boolean
  stopped: boolean
}

function drive(socket: Socket, plan: LoadPlan, requests: readonly Buffer[], meter: Meter): Promise<void> {
  return new Promise((resolve, reject) => {
    let sentAt = 0
    let text = ''
    const send = () => {
      sentAt = performance.now()
      const choice = meter.used < requests.length ? meter.used : Math.floor(Math.random() * requests.length)
      meter.used += 1
      socket.write(requests[choice] ?? '')
    }
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1')
      if (!isComplete(text)) return
      const status = Number(text.slice(9, 12))
      if (status === 503) meter.failed += 1
      else if (status !== plan.expectedStatus || isUnexpected(text, plan)) {
        reject(new Error(`unexpected answer:\n${text}`))
        return
      }
      text = ''
      if (meter.recording) meter.latencies[meter.count++ % meter.latencies.length] = performance.now() - sentAt
      if (meter.stopped) {
        socket.end()
        resolve()
      } else send()
    })
    socket.on('error', reject)
    socket.on('close', () => reject(new Error('the server closed a connection')))
    send()
  })
}

function isUnexpected(text: string, { unexpectedText }: LoadPlan): boolean {
  return unexpectedText !== undefined && text.includes(unexpectedText)
}

function isComplete(text: string): boolean {
  const end = text.indexOf('\r\n\r\n')
  if (end === -1) return false
  const length = /\r\ncontent-length: (\d+)/i.exec(text)?.[1]
  // Without a length the body is chunked and ends with an empty chunk.
  return length === undefined ? text.endsWith('0\r\n\r\n') : text.length >= end + 4 + Number(length)
}

function connected(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true }, () => resolve(socket))
    socket.on('error', reject)
  })
}

async function run(plan: LoadPlan): Promise<LoadResult> {
  const requests = plan.calls.map((call) => requestOf(plan, call))
  const meter: Meter = {
    latencies: new Float64Array(4_000_000),
    count: 0,
    failed: 0,
    used: 0,
    recording: false,
    stopped: false,
  }
  const sockets = await Promise.all(Array.from({ length: plan.connections }, () => connected(plan.port)))
  const driven = Promise.all(sockets.map((socket) => drive(socket, plan, requests, meter)))
  const pause = (seconds: number) =>
    Promise.race([driven, new Promise((resolve) => setTimeout(resolve, seconds * 1000))])
  while (meter.used < requests.length) await pause(0.1)
  await pause(plan.warmUpSeconds)
  meter.recording = true
  const start = performance.now()
  await pause(plan.seconds)
  const elapsed = (performance.now() - start) / 1000
  const requestsMade = meter.count
  meter.recording = false
  meter.stopped = true
  await driven
  const sorted = meter.latencies.slice(0, Math.min(requestsMade, meter.latencies.length)).sort()
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
  return { requests: requestsMade, failed: meter.failed, rate: requestsMade / elapsed, p50: at(0.5), p99: at(0.99) }
}

let input = ''
for await (const chunk of process.stdin) input += chunk
console.log(JSON.stringify(await run(JSON.parse(input) as LoadPlan)))
