import { connect } from 'node:net'
import { createAnswerReader } from './answer-reader.ts'
import type { Lane } from './lanes.ts'

/** One connection: open it, then `drive` it until it is stopped or its lane has nothing more to send. */
export type Connection = { opened: Promise<void>; drive(): Promise<void>; stop(): void }

// What is read is looked at before the next read, so all connections share the memory.
const READ_INTO = Buffer.allocUnsafe(64 * 1024)

export function openConnection(port: number, lane: Lane): Connection {
  const { meter } = lane
  const reader = createAnswerReader()
  const open = settled()
  const done = settled()
  let sentAt = 0
  let stopped = false

  function send(): void {
    const request = stopped ? null : lane.next()
    if (request === null) {
      done.resolve()
      socket.end()
      return
    }
    sentAt = performance.now()
    socket.write(request)
  }

  function take(size: number): void {
    const status = reader.take(READ_INTO.subarray(0, size))
    if (status === 0) return
    lane.check(status, reader.bytes())
    if (meter.recording) meter.latencies[meter.count++ % meter.latencies.length] = performance.now() - sentAt
    send()
  }

  function fail(error: Error): void {
    open.reject(error)
    done.reject(error)
    socket.destroy()
  }

  const onread = {
    buffer: READ_INTO,
    callback(size: number) {
      try {
        take(size)
      } catch (error) {
        fail(error as Error)
      }
      return true
    },
  }
  const socket = connect({ port, host: '127.0.0.1', noDelay: true, onread }, open.resolve)
  socket.on('error', fail)
  socket.on('close', () => fail(new Error('the server closed a connection')))
  return {
    opened: open.promise,
    drive() {
      send()
      return done.promise
    },
    stop() {
      stopped = true
    },
  }
}

type Settled = { promise: Promise<void>; resolve(): void; reject(error: Error): void }

/** A promise and what settles it; once settled, it stays so. */
function settled(): Settled {
  let resolve: Settled['resolve'] = () => undefined
  let reject: Settled['reject'] = () => undefined
  const promise = new Promise<void>((fulfil, refuse) => {
    resolve = fulfil
    reject = refuse
  })
  promise.catch(() => undefined)
  return { promise, resolve, reject }
}
