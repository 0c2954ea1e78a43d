// The load generator: plain sockets with keep-alive, one request in flight a connection.
// It runs as a process of its own so that it can be pinned to a core of its own. A plan comes in on standard input, the
// measurement leaves on standard output, both JSON.
import { performance } from 'node:perf_hooks'
import { type Connection, openConnection } from './connection.ts'
import { cpuMicros } from './cpu-time.ts'
import type { Draw } from './draw.ts'
import { createFloodLane, createMainLane, type Lane } from './lanes.ts'

/** `from`: the address in X-Forwarded-For. */
export type LoadCall = { readonly credential: string; readonly body: string; readonly from?: string }

export type LoadPlan = {
  /** One server's, or those of several; connections are spread over them. */
  port: number | readonly number[]
  path: string
  /** What is sent, each with its bearer credential. */
  calls: readonly LoadCall[]
  connections: number
  /** How calls are chosen; uniformly when not said. With `zipf` the first of them is the one most used. */
  draw?: Draw
  /** Measures from the very first request; every call is made once, then it ends. Nothing is warmed up, and `seconds` is not used. */
  cold?: boolean
  /** Whether every call is made once before anything is measured, as caches want it, which is so when not said. */
  everyCallFirst?: boolean
  warmUpSeconds: number
  seconds: number
  /** Every answer must have this status; 503 is counted as a failure, and any other ends the measurement. */
  expectedStatus: number
  /** No answer may have this text in it: some calls answer 200 whatever they decide. */
  unexpectedText?: string
  /** An answer with an unexpected status or text that has this in it is counted as a failure, like 503. */
  failedText?: string
  /** What else is sent meanwhile, on connections of its own. */
  flood?: FloodPlan
  /** The servers' processes, whose computing time is to be told. */
  serverPids?: readonly number[]
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
 * Rates in requests a second, latencies in milliseconds. `busy`: the share of the time in which the generator had something to do;
 * near 1 it is the generator that is measured. `serverCpu`: how many cores the servers' processes kept busy. Over the whole run, warming up included, `total`: all calls that were answered,
 * `flooded`: those of the flood among them.
 */
export type LoadResult = {
  requests: number
  failed: number
  rate: number
  p50: number
  p99: number
  busy: number
  serverCpu: number
  total: number
  flooded: number
}

async function run(plan: LoadPlan): Promise<LoadResult> {
  const main = createMainLane(plan)
  const flood = plan.flood === undefined ? null : createFloodLane(plan, plan.flood)
  const lanes: Lane[] = [
    ...Array.from({ length: plan.connections }, () => main),
    ...(flood === null ? [] : Array.from({ length: plan.flood?.connections ?? 0 }, () => flood)),
  ]
  const ports = [plan.port].flat()
  const connections = lanes.map((lane, index) => openConnection(ports[index % ports.length] ?? 0, lane))
  await Promise.all(connections.map(({ opened }) => opened))
  const taken = await (plan.cold === true ? measureCold(plan, main, connections) : measureWarm(plan, main, connections))
  const flooded = flood === null ? 0 : flood.meter.used - flood.meter.failed
  return { ...taken, failed: main.meter.failed, total: main.meter.used + flooded, flooded }
}

type Taken = Pick<LoadResult, 'requests' | 'rate' | 'p50' | 'p99' | 'busy' | 'serverCpu'>

async function measureCold(
  { serverPids = [] }: LoadPlan,
  lane: Lane,
  connections: readonly Connection[],
): Promise<Taken> {
  lane.meter.recording = true
  const watch = startWatch(lane, serverPids)
  const driven = connections.map(({ drive }) => drive())
  await Promise.all(driven)
  return watch()
}

async function measureWarm(
  { calls, everyCallFirst = true, warmUpSeconds, seconds, serverPids = [] }: LoadPlan,
  lane: Lane,
  connections: readonly Connection[],
): Promise<Taken> {
  const { meter } = lane
  const driven = Promise.all(connections.map(({ drive }) => drive()))
  const pause = (length: number) => Promise.race([driven, new Promise((resolve) => setTimeout(resolve, length * 1000))])
  while (everyCallFirst && meter.used < calls.length) await pause(0.1)
  await pause(warmUpSeconds)
  meter.recording = true
  const watch = startWatch(lane, serverPids)
  await pause(seconds)
  const taken = watch()
  meter.recording = false
  for (const { stop } of connections) stop()
  await driven
  return taken
}

/** Begins to measure; what is returned ends it. */
function startWatch({ meter }: Lane, serverPids: readonly number[]): () => Taken {
  const computed = () => serverPids.reduce((sum, pid) => sum + cpuMicros(pid), 0) / 1_000_000
  const computedBefore = computed()
  const start = performance.now()
  const idleBefore = performance.eventLoopUtilization()
  return () => {
    const elapsed = (performance.now() - start) / 1000
    const busy = performance.eventLoopUtilization(idleBefore).utilization
    const serverCpu = (computed() - computedBefore) / elapsed
    const requests = meter.count
    const sorted = meter.latencies.slice(0, Math.min(requests, meter.latencies.length)).sort()
    const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
    return { requests, rate: requests / elapsed, p50: at(0.5), p99: at(0.99), busy, serverCpu }
  }
}

let input = ''
for await (const chunk of process.stdin) input += chunk
console.log(JSON.stringify(await run(JSON.parse(input) as LoadPlan)))
