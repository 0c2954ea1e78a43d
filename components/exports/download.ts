import { type ExportFormat, totalHeader, totalKindHeader } from '#lib/exports/kinds'
import { RecordReader } from '#lib/exports/records'
import type { Sink } from './sink.ts'

export type Progress = {
  readonly rows: number
  readonly bytes: number
  /** Null when the server cannot tell. */
  readonly total: number | null
  readonly isExact: boolean
}

/** What came of it: all of it, or how far it came before the connection broke, or why it was refused. */
export type Taken = { outcome: 'complete' } | { outcome: 'broken' } | { outcome: 'refused'; message: string }

type Options = {
  /** The address of the export, without `after`. */
  url: string
  format: ExportFormat
  sink: Sink
  signal: AbortSignal
  onProgress(progress: Progress): void
}

/** Takes an export row by whole row, so that what has broken off goes on behind the last one. */
export class Download {
  readonly #options: Options
  #reader: RecordReader
  #bytes = 0

  constructor(options: Options) {
    this.#options = options
    this.#reader = new RecordReader(options.format, { hasHead: true })
  }

  /** Begins, or goes on. Throws when it is aborted or nothing can be written. */
  async take(): Promise<Taken> {
    const response = await this.#ask()
    if (response === null) return { outcome: 'broken' }
    if (!response.ok || response.body === null) return refusedBy(response)
    const counted = Number(response.headers.get(totalHeader) ?? Number.NaN)
    const total = Number.isNaN(counted) ? null : this.#reader.rows + counted
    return this.#read(response.body, { total, isExact: response.headers.get(totalKindHeader) === 'exact' })
  }

  async #ask(): Promise<Response | null> {
    const { url, format, sink, signal } = this.#options
    const { cursor } = this.#reader
    if (cursor === null) {
      // Without a whole row there is nothing to go on behind.
      this.#reader = new RecordReader(format, { hasHead: true })
      this.#bytes = 0
      await sink.empty()
    }
    const address = cursor === null ? url : `${url}&after=${encodeURIComponent(cursor)}`
    return orBroken(fetch(address, { signal, headers: { Accept: '*/*' } }), signal)
  }

  async #read(body: ReadableStream<Uint8Array>, known: Pick<Progress, 'total' | 'isExact'>): Promise<Taken> {
    const { sink, signal, onProgress } = this.#options
    const chunks = body.getReader()
    for (;;) {
      const next = await orBroken(chunks.read(), signal)
      if (next === null || (next.done && !this.#reader.isWhole)) {
        this.#reader.drop()
        return { outcome: 'broken' }
      }
      if (next.done) return { outcome: 'complete' }
      const { complete } = this.#reader.push(next.value)
      await sink.write(complete)
      this.#bytes += complete.length
      onProgress({ rows: this.#reader.rows, bytes: this.#bytes, ...known })
    }
  }
}

/** Null where the connection broke; whoever aborted is told as always. */
async function orBroken<T>(work: Promise<T>, signal: AbortSignal): Promise<T | null> {
  try {
    return await work
  } catch (error) {
    if (signal.aborted) throw error
    return null
  }
}

async function refusedBy(response: Response): Promise<Taken> {
  if (response.status === 404) return { outcome: 'refused', message: 'You are signed out, or not staff any more.' }
  if (response.status >= 500 && response.status !== 503) return { outcome: 'broken' }
  const message = (await response.text()).trim().slice(0, 300)
  return { outcome: 'refused', message: message === '' ? `The server answered ${response.status}.` : message }
}
