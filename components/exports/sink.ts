/** Where an export goes as it comes. */
export type Sink = {
  write(bytes: Uint8Array): Promise<void>
  /** Back to nothing, as before the first byte. */
  empty(): Promise<void>
  /** Makes it a file. */
  finish(): Promise<void>
  /** Leaves nothing behind. */
  discard(): Promise<void>
}

type Writable = {
  write(bytes: Uint8Array | { type: 'truncate'; size: number } | { type: 'seek'; position: number }): Promise<void>
  close(): Promise<void>
  abort(): Promise<void>
}
type Picker = (options: { suggestedName: string }) => Promise<{ createWritable(): Promise<Writable> }>

/**
 * A file that the person chooses, where the browser has such: then nothing is kept in memory. Elsewhere the bytes are kept and
 * saved as a download at the end. Null when they chose none.
 */
export async function openSink(name: string, type: string): Promise<Sink | null> {
  const pick = (window as { showSaveFilePicker?: Picker }).showSaveFilePicker
  if (pick === undefined) return memorySink(name, type)
  try {
    const handle = await pick({ suggestedName: name })
    return fileSink(await handle.createWritable())
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return null
    // Some browsers have the picker and refuse it, in frames for example.
    return memorySink(name, type)
  }
}

function fileSink(file: Writable): Sink {
  return {
    write: (bytes) => file.write(bytes),
    async empty() {
      await file.write({ type: 'truncate', size: 0 })
      await file.write({ type: 'seek', position: 0 })
    },
    finish: () => file.close(),
    discard: () => file.abort(),
  }
}

function memorySink(name: string, type: string): Sink {
  let parts: Uint8Array<ArrayBuffer>[] = []
  return {
    async write(bytes) {
      parts.push(new Uint8Array(bytes))
    },
    async empty() {
      parts = []
    },
    async finish() {
      save(new Blob(parts, { type }), name)
      parts = []
    },
    async discard() {
      parts = []
    },
  }
}

function save(blob: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = name
  link.click()
  // Some browsers begin to read it only after this turn.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}
