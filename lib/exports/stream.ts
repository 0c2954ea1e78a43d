import { log } from '#lib/log'
import type { ExportFormat } from './kinds.ts'
import type { ExportRows } from './source.ts'
import type { ExportEnd } from './trail.ts'
import { type Row, rowWriter } from './write-rows.ts'

/** Whoever takes nothing for so long has gone without a word. */
const STALLED_MS = 120_000

export type ExportRun = {
  readonly rows: ExportRows
  readonly format: ExportFormat
  readonly after: string | null
  /** Called once, whichever way it ends. */
  onEnd(end: ExportEnd): Promise<void>
  readonly stalledMs?: number
}

/** The text of an export, a batch at a time and only as fast as it is taken. One that goes on has no head. */
export function exportStream(run: ExportRun): ReadableStream<Uint8Array> {
  const pump = new Pump(run)
  return new ReadableStream<Uint8Array>(
    {
      pull: (controller) => pump.pull(controller),
      cancel: () => pump.end('cancelled'),
    },
    { highWaterMark: 1 },
  )
}

type Controller = ReadableStreamDefaultController<Uint8Array>

class Pump {
  readonly #run: ExportRun
  readonly #batches: AsyncGenerator<readonly Row[]>
  readonly #writer: ReturnType<typeof rowWriter>
  readonly #encoder = new TextEncoder()
  #rows = 0
  #last: string | null = null
  #head: string
  #ended = false
  #stalled: NodeJS.Timeout | undefined

  constructor(run: ExportRun) {
    this.#run = run
    this.#batches = run.rows.batches(run.after)
    this.#writer = rowWriter(run.format, run.rows.columns)
    this.#head = run.after === null ? this.#writer.head : ''
  }

  async pull(controller: Controller): Promise<void> {
    clearTimeout(this.#stalled)
    try {
      const { done, value: rows } = await this.#batches.next()
      if (this.#ended) return
      if (done === true) return await this.#close(controller)
      this.#rows += rows.length
      this.#last = rows.at(-1)?.[0] ?? this.#last
      this.#enqueue(controller, this.#writer.write(rows))
    } catch (error) {
      log.error({ err: error, rows: this.#rows }, 'an export broke off')
      await this.end('failed')
      // The connection is broken off, so that nobody takes what came so far for the whole.
      controller.error(error)
    }
  }

  #enqueue(controller: Controller, text: string): void {
    controller.enqueue(this.#encoder.encode(this.#head + text))
    this.#head = ''
    this.#stalled = setTimeout(() => {
      controller.error(new Error('nobody takes this export'))
      void this.end('cancelled')
    }, this.#run.stalledMs ?? STALLED_MS).unref()
  }

  async #close(controller: Controller): Promise<void> {
    if (this.#head !== '') controller.enqueue(this.#encoder.encode(this.#head))
    // Recorded first: who has seen the end finds it in the trail.
    await this.end('complete')
    controller.close()
  }

  async end(outcome: ExportEnd['outcome']): Promise<void> {
    if (this.#ended) return
    this.#ended = true
    clearTimeout(this.#stalled)
    await this.#run.onEnd({ outcome, rows: this.#rows, last: this.#last })
  }
}
