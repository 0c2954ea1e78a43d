import { randomInt } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { connect } from 'node:net'
import { type DnsMessage, decodeMessage, encodeQuestion, type Question, responseCodes } from './message.ts'
import type { DnsServer } from './server.ts'

/**
 * Asks one server one question: over UDP, and over TCP when the answer does not fit (RFC 7766 §5).
 *
 * Waits until the signal ends it; rejects then, and when the server cannot be spoken to.
 */
export async function exchange(server: DnsServer, question: Question, signal: AbortSignal): Promise<DnsMessage> {
  const answer = await overUdp(server, prepare(question, true), signal)
  // RFC 6891 §7: a server from before EDNS. Ask again in the old form.
  const settled =
    answer.responseCode === responseCodes.formatError ? await overUdp(server, prepare(question, false), signal) : answer
  return settled.truncated ? overTcp(server, prepare(question, true), signal) : settled
}

/** A question with its own unguessable id (RFC 5452 §9.2); the kernel chooses a random port for each socket. */
type Prepared = { readonly bytes: Buffer; isAnsweredBy(message: DnsMessage): boolean }

function prepare(question: Question, edns: boolean): Prepared {
  const id = randomInt(0x1_0000)
  const bytes = encodeQuestion(id, question, edns)
  if (bytes === null) throw new Error('the name does not fit a DNS message')
  return {
    bytes,
    isAnsweredBy(message) {
      if (message.id !== id) return false
      // A server that could not read the question need not repeat it.
      if (message.question === null) return message.responseCode === responseCodes.formatError
      return message.question.name === question.name && message.question.type === question.type
    },
  }
}

function overUdp(server: DnsServer, prepared: Prepared, signal: AbortSignal): Promise<DnsMessage> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted()
    const socket = createSocket(server.family === 4 ? 'udp4' : 'udp6')
    let ended = false
    // Its listeners stay: some are the socket's own, and an error may still be on its way from the kernel.
    const end = () => {
      signal.removeEventListener('abort', onAbort)
      if (!ended) socket.close()
      ended = true
    }
    const fail = (error: unknown) => {
      end()
      reject(error)
    }
    const onAbort = () => fail(signal.reason)
    signal.addEventListener('abort', onAbort, { once: true })
    socket.on('error', fail)
    socket.on('message', (bytes) => {
      const message = decodeMessage(bytes)
      // Anybody may send us packets: what does not answer our question is not heard, and the wait goes on.
      if (message === null || !prepared.isAnsweredBy(message)) return
      end()
      resolve(message)
    })
    socket.on('connect', () => {
      if (!ended) socket.send(prepared.bytes)
    })
    // A connected socket hears this server alone, and is told when nobody listens there. No callback: it would be
    // given the error instead of the listener above.
    socket.connect(server.port, server.address)
  })
}

function overTcp(server: DnsServer, prepared: Prepared, signal: AbortSignal): Promise<DnsMessage> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted()
    const socket = connect(server.port, server.address)
    let received = Buffer.alloc(0)
    const end = () => {
      signal.removeEventListener('abort', onAbort)
      socket.destroy()
    }
    const fail = (error: unknown) => {
      end()
      reject(error)
    }
    const onAbort = () => fail(signal.reason)
    signal.addEventListener('abort', onAbort, { once: true })
    socket.on('error', fail)
    socket.on('close', () => fail(new Error('the DNS server closed the connection')))
    socket.on('connect', () => socket.write(withLength(prepared.bytes)))
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk])
      const bytes = withoutLength(received)
      if (bytes === null) return
      const message = decodeMessage(bytes)
      if (message === null || message.truncated || !prepared.isAnsweredBy(message)) {
        fail(new Error('the DNS server gave an unreadable answer over TCP'))
        return
      }
      end()
      resolve(message)
    })
  })
}

/** RFC 1035 §4.2.2: over TCP a message comes after its length in two octets; both in one segment (RFC 7766 §8). */
function withLength(bytes: Buffer): Buffer {
  const length = Buffer.alloc(2)
  length.writeUInt16BE(bytes.length)
  return Buffer.concat([length, bytes])
}

function withoutLength(received: Buffer): Buffer | null {
  if (received.length < 2) return null
  const end = 2 + received.readUInt16BE(0)
  return received.length < end ? null : received.subarray(2, end)
}
