const ROWS_A_CHUNK = 65_536

/**
 * Rows of so many numbers each, kept apart from all objects: millions of those keep the garbage collector busy for hundreds of
 * milliseconds, which whoever measures would take for the server's.
 */
export type NumberLog = { add(...row: number[]): void; rows(): Generator<Float64Array> }

export function createNumberLog(columns: number): NumberLog {
  const chunks: Float64Array[] = []
  let last = new Float64Array(0)
  let used = 0
  return {
    add(...row) {
      if (row.length !== columns) throw new Error(`a row has ${columns} numbers`)
      if (used === last.length) {
        last = new Float64Array(ROWS_A_CHUNK * columns)
        chunks.push(last)
        used = 0
      }
      last.set(row, used)
      used += columns
    },
    *rows() {
      for (const chunk of chunks) {
        const end = chunk === last ? used : chunk.length
        for (let at = 0; at < end; at += columns) yield chunk.subarray(at, at + columns)
      }
    },
  }
}
