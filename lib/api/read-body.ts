import type { IncomingMessage } from 'node:http'

type Body = Uint8Array | 'too_large'

/** The caller left before the request was whole: nobody waits for an answer. */
export class CallerGone extends Error {}

/** Reads a request of Node's server; stops keeping what comes as soon as it is more than `limit` bytes. */
export function readIncoming(request: IncomingMessage, limit: number): Promise<Body> {
  // Gone while something else was waited for: there is nothing left to come of it, not even its end.
  if (request.destroyed && !request.readableEnded) return Promise.reject(new CallerGone('the request ended early'))
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    // Every request closes; an error costs its stack, so it is made only when the body was not whole.
    request.on('close', () => request.readableEnded || reject(new CallerGone('the request ended early')))
    request.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size <= limit) chunks.push(chunk)
      else {
        request.pause()
        resolve('too_large')
      }
    })
    request.on('end', () => resolve(chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks)))
    request.on('error', (error) => reject(new CallerGone(error.message)))
  })
}

/** Reads a body stream, the same way. */
export async function readStream(body: ReadableStream<Uint8Array> | null, limit: number): Promise<Body> {
  if (body === null) return new Uint8Array()
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.length
    if (size > limit) return 'too_large'
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
