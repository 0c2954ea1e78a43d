export type Upload = { name: string; text: string }
export type ReadUpload = { ok: true; upload: Upload } | { ok: false; message: string }

/** Reads a file here in the browser; nothing of it is sent anywhere. Text must be UTF-8, with or without its mark. */
export async function readUpload(file: File, maxBytes: number): Promise<ReadUpload> {
  if (file.size > maxBytes)
    return refuse(file, `has ${megabytes(file.size)}, and at most ${megabytes(maxBytes)} are read`)
  const bytes = await bytesOf(file)
  if (bytes === null) return refuse(file, 'could not be read. Was it moved or changed since?')
  if (isUtf16(bytes)) return refuse(file, 'is UTF-16 text. Save it as UTF-8, then choose it again')
  try {
    // Takes the byte order mark away.
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    if (text.includes('\0')) return refuse(file, 'is not text')
    return { ok: true, upload: { name: file.name, text: text.replace(/\r\n?/g, '\n') } }
  } catch {
    return refuse(file, 'is not UTF-8 text. A spreadsheet must be saved as CSV (UTF-8) first')
  }
}

async function bytesOf(file: File): Promise<Uint8Array | null> {
  try {
    return new Uint8Array(await file.arrayBuffer())
  } catch {
    return null
  }
}

function isUtf16([first, second]: Uint8Array): boolean {
  return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_048_576).toLocaleString('en-US', { maximumFractionDigits: 1 })} MB`
}

function refuse(file: File, message: string): ReadUpload {
  return { ok: false, message: `${file.name} ${message}.` }
}
