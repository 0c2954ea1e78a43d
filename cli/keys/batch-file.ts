import { usage } from '../failure.ts'
import { isRecord } from '../http/problem.ts'

/** One key to import, as the API takes it; the server judges its fields. */
export type ImportItem = Readonly<Record<string, unknown>>

/** What the API takes at once, in items and, with room for the rest of the body, in bytes. */
const MAX_ITEMS = 1000
const MAX_BYTES = 1_000_000

/** Reads a JSON array, `{"requests": […]}` or one JSON object a line (NDJSON). Throws where it is none of them. */
export function readBatch(text: string): readonly ImportItem[] {
  const items = itemsOfJson(text) ?? itemsOfLines(text)
  if (items.length === 0) throw usage('the file holds no keys')
  return items
}

/** Null when the whole is not one JSON value of the two forms. */
function itemsOfJson(text: string): readonly ImportItem[] | null {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return null
  }
  const list = isRecord(value) && Array.isArray(value.requests) ? value.requests : value
  if (!Array.isArray(list)) return null
  return list.map((item, index) => objectAt(item, `item ${index}`))
}

function itemsOfLines(text: string): readonly ImportItem[] {
  return text.split('\n').flatMap((line, i) => {
    if (line.trim() === '') return []
    let value: unknown
    try {
      value = JSON.parse(line)
    } catch {
      // The text itself is a secret, or may be, and is not repeated here.
      throw usage(`line ${i + 1} is not JSON; the file is a JSON array, {"requests": […]} or one JSON object a line`)
    }
    return [objectAt(value, `line ${i + 1}`)]
  })
}

function objectAt(value: unknown, where: string): ImportItem {
  if (!isRecord(value)) throw usage(`${where} is not a JSON object`)
  return value
}

/** Cuts a list into requests that the API takes. `first` is the index of a batch's first item in the whole list. */
export function batchesOf(items: readonly ImportItem[]): readonly { first: number; items: readonly ImportItem[] }[] {
  const batches: { first: number; items: ImportItem[] }[] = []
  let bytes = 0
  items.forEach((item, index) => {
    const size = Buffer.byteLength(JSON.stringify(item)) + 1
    const current = batches.at(-1)
    if (current === undefined || current.items.length === MAX_ITEMS || bytes + size > MAX_BYTES) {
      batches.push({ first: index, items: [item] })
      bytes = size
    } else {
      current.items.push(item)
      bytes += size
    }
  })
  return batches
}
