// The load generator: plain sockets with keep-alive, one request in flight a connection. Every key is used once before
// anything is measured; from then on keys are drawn uniformly.
// It runs as a process of its own so that it can be pinned to a core of its own. A plan comes in on standard input, the
// measurement leaves on standard output, both JSON.
import { connect, type Socket } from 'node:net'

/** `from`: the address in X-Forwarded-For. */
export type LoadCall = { readonly credential: string; readonly body: string; readonly from?: string }

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
  /** What else is sent meanwhile, on connections of its own. */
  flood?: FloodPlan
}

/**
 * One call again and again, said to come from one IPv4 and one IPv6 address in turn, or each time from a new one. `offset`: how
 * many new ones there were before.
 */
export type FloodPlan = {
  call: LoadCall
  connections: number
  expectedStatus: number
  from: 'one' | 'new'
  offset: number
}

/**
 * Rates in requests a second, latencies in milliseconds. Over the whole run, warming up included, `total`: all calls that were
 * answered, `flooded`: those of the flood among them.
 */
export type LoadResult = {
  requests: number
  failed: number
  rate: number
  p50: number
  p99: number
  total: number
  flooded: number
}

function requestText(plan: LoadPlan, { credential, body, from }: LoadCall): string {
  const forwarded = from === undefined ? '' : `X-Forwarded-For: ${from}\r\n`
  return (
    `POST ${plan.path} HTTP/1.1\r\nHost: 127.0.0.1:${plan.port}\r\nAuthorization: Bearer ${credential}\r\n${forwarded}` +
    `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
  )
}

/** What is sent on some of the connections, and what must come back. */
type Lane = { readonly expectedStatus: number; readonly meter: Meter; next(): Buffer | string }

function mainLane(plan: LoadPlan, requests: readonly Buffer[]): Lane {
  const meter = newMeter()
  return {
    expectedStatus: plan.expectedStatus,
    meter,
    next() {
      const choice = meter.used < requests.length ? meter.used : Math.floor(Math.random() * requests.length)
      meter.used += 1
      return requests[choice] ?? ''
    },
  }
}

// Both kinds of flood make their text anew for every call, so that they cost the generator the same.
function floodLane(plan: LoadPlan, { call, expectedStatus, from, offset }: FloodPlan): Lane {
  const meter = newMeter()
  return {
    expectedStatus,
    meter,
    next() {
      meter.used += 1
      return requestText(plan, { ...call, from: addressOf(from === 'one' ? meter.used % 2 : offset + meter.used) })
    },
  }
}

/** A different address for every number; odd ones are IPv6, each in a /64 of its own. */
function addressOf(n: number): string {
  if (n % 2 === 0) return `100.${(n >> 17) & 255}.${(n >> 9) & 255}.${(n >> 1) & 255}`
  return `2001:db8:${((n >> 17) & 0xffff).toString(16)}:${((n >> 1) & 0xffff).toString(16)}::1`
}

type Meter = {
  latencies: Float64Array
  count: number
  failed: number
  used: number
  recording: boolean
  stopped: boolean
}

function newMeter(): Meter {
  return { latencies: new Float64Array(4_000_000), count: 0, failed: 0, used: 0, recording: false, stopped: false }
}

function drive(socket: Socket, plan: LoadPlan, { meter, expectedStatus, next }: Lane): Promise<void> {
  return new Promise((resolve, reject) => {
    let sentAt = 0
    let text = ''
    const send = () => {
      sentAt = performance.now()
      socket.write(next())
    }
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1')
      if (!isComplete(text)) return
      const status = Number(text.slice(9, 12))
      if (status === 503) meter.failed += 1
      else if (status !== expectedStatus || isUnexpected(text, plan)) {
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
  const requests = plan.calls.map((call) => Buffer.from(requestText(plan, call)))
  const lane = mainLane(plan, requests)
  const { meter } = lane
  const flood = plan.flood === undefined ? null : floodLane(plan, plan.flood)
  const lanes: Lane[] = [
    ...Array.from({ length: plan.connections }, () => lane),
    ...(flood === null ? [] : Array.from({ length: plan.flood?.connections ?? 0 }, () => flood)),
  ]
  const sockets = await Promise.all(lanes.map(() => connected(plan.port)))
  const driven = Promise.all(sockets.map((socket, index) => drive(socket, plan, lanes[index] ?? lane)))
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
  for (const one of lanes) one.meter.stopped = true
  await driven
  const sorted = meter.latencies.slice(0, Math.min(requestsMade, meter.latencies.length)).sort()
  const flooded = flood === null ? 0 : flood.meter.used - flood.meter.failed
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
  return {
    ...{ requests: requestsMade, failed: meter.failed, rate: requestsMade / elapsed, p50: at(0.5), p99: at(0.99) },
    total: meter.used + flooded,
    flooded,
  }
}

let input = ''
for await (const chunk of process.stdin) input += chunk
console.log(JSON.stringify(await run(JSON.parse(input) as LoadPlan)))
