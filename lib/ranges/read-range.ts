import { parseEntry } from '#lib/ip/entry'
import type { Network } from '#lib/ip/network'
import type { PublishedRange, UnreadableRange } from './range-file.ts'

/** Gathers the ranges of a file, and beside them what could not be read. */
export class RangeCollector {
  readonly ranges: PublishedRange[] = []
  readonly unreadable: UnreadableRange[] = []

  /** @param where the place in the file, as its author would name it: `prefixes[3].ip_prefix` */
  add(value: unknown, where: string, { service, region }: { service: unknown; region: unknown }): void {
    if (!isName(service)) this.refuse(service, where, 'its service is no name')
    else if (region !== null && !isName(region)) this.refuse(region, where, 'its region is no name')
    else {
      const read = readNetwork(value)
      if (read.ok) this.ranges.push({ network: read.network, service, region })
      else this.refuse(value, where, read.message)
    }
  }

  refuse(value: unknown, where: string, message: string): void {
    this.unreadable.push({ where, text: shown(value), message })
  }
}

type ReadNetwork = { ok: true; network: Network } | { ok: false; message: string }

function readNetwork(value: unknown): ReadNetwork {
  if (typeof value !== 'string') return { ok: false, message: 'it is no text' }
  const parsed = parseEntry(value)
  if (!parsed.ok) return { ok: false, message: parsed.problem.message }
  const [network, ...more] = parsed.networks
  // A range `a-b` is nothing that these files hold. Host bits are: AWS documents 198.51.100.2/24.
  const isPlain = network !== undefined && more.length === 0 && !value.includes('-')
  return isPlain ? { ok: true, network } : { ok: false, message: 'it is not written as a network' }
}

/** Names are shown, compared and written into the name of a source. */
export function isName(value: unknown): value is string {
  return typeof value === 'string' && value.trim() === value && NAME.test(value)
}

const NAME = /^[^\p{Cc}\p{Cs}\u2028\u2029\u202A-\u202E\u2066-\u2069]{1,80}$/u
const MAX_SHOWN = 80

function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing')
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text
}

export type JsonObject = Readonly<Record<string, unknown>>

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
