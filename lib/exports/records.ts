import type { ExportFormat } from './kinds.ts'

const [QUOTE, NEWLINE, BRACE, COMMA] = [34, 10, 123, 44]
/** A cursor is in the first bytes of a row. */
const HEAD_BYTES = 160

/** `complete`: bytes up to the end of a row, those that were held back before among them. */
export type Pushed = { readonly complete: Uint8Array }

/**
 * Reads an export as it comes, without keeping it: tells whole rows from half ones, counts them, and knows the cursor of the last.
 * What was cut off can go on behind that.
 */
export class RecordReader {
  readonly #format: ExportFormat
  #headsLeft: number
  #quoted = false
  #pending: Uint8Array = new Uint8Array(0)
  #rows = 0
  #cursor: string | null = null

  /** `hasHead`: the first line names the columns, as that of a CSV file does that was begun from its start. */
  constructor(format: ExportFormat, { hasHead }: { hasHead: boolean }) {
    this.#format = format
    this.#headsLeft = format === 'csv' && hasHead ? 1 : 0
  }

  get rows(): number {
    return this.#rows
  }

  /** The cursor of the last whole row; null before there is one. */
  get cursor(): string | null {
    return this.#cursor
  }

  /** Whether nothing of a further row has come. */
  get isWhole(): boolean {
    return this.#pending.length === 0
  }

  push(chunk: Uint8Array): Pushed {
    const bytes = joined(this.#pending, chunk)
    const { end, lastStart } = this.#scan(bytes, this.#pending.length)
    if (end > 0 && this.#rows > 0 && lastStart >= 0) this.#cursor = cursorOf(bytes, lastStart, this.#format)
    this.#pending = bytes.slice(end)
    return { complete: bytes.subarray(0, end) }
  }

  /** Forgets the half row, as when its rest will not come; the next bytes begin a row. */
  drop(): void {
    this.#pending = new Uint8Array(0)
    this.#quoted = false
  }

  /** Where the last whole row ends, and where it begins; -1 when there is none but the head. */
  #scan(bytes: Uint8Array, from: number): { end: number; lastStart: number } {
    const isCsv = this.#format === 'csv'
    let [end, lastStart, quoted] = [0, -1, this.#quoted]
    for (let at = from; at < bytes.length; at++) {
      const byte = bytes[at]
      if (isCsv && byte === QUOTE) quoted = !quoted
      else if (byte === NEWLINE && !quoted) {
        if (this.#headsLeft > 0) this.#headsLeft--
        else {
          this.#rows++
          lastStart = end
        }
        end = at + 1
      }
    }
    this.#quoted = quoted
    return { end, lastStart }
  }
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  if (a.length === 0) return b
  const both = new Uint8Array(a.length + b.length)
  both.set(a)
  both.set(b, a.length)
  return both
}

const decoder = new TextDecoder()
const FIRST_OF_JSON = /^\{"\w+":"([^"\\]*)"/

/** Cursors are ids, so they are written plainly in either form. */
function cursorOf(bytes: Uint8Array, start: number, format: ExportFormat): string | null {
  const head = bytes.subarray(start, start + HEAD_BYTES)
  if (format === 'csv') {
    const comma = head.indexOf(COMMA)
    return comma === -1 ? null : decoder.decode(head.subarray(0, comma))
  }
  return head[0] === BRACE ? (FIRST_OF_JSON.exec(decoder.decode(head))?.[1] ?? null) : null
}
