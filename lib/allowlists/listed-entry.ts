import { formatNetwork, type Network } from '#lib/ip/network'

/** An entry of a key's list as programs see it. */
export type ListedEntry = {
  id: string
  network: Network
  /** As it was sent; null when it was not sent by a program. */
  written: string | null
  note: string | null
  enabled: boolean
  expiresAt: Date | null
  /** The published range file it was imported from. */
  source: string | null
  /** As audit events have it; null for entries of the time before this was kept. */
  addedBy: string | null
  addedAt: Date
  /** When it last let a caller through, and how often; null: never, as far as is known. */
  match: { lastAt: Date; count: number; lastAddress: string | null } | null
}

/** Whether an entry admits anybody at `now`. */
export function isInForce(entry: Pick<ListedEntry, 'enabled' | 'expiresAt'>, now: Date): boolean {
  return entry.enabled && (entry.expiresAt === null || entry.expiresAt > now)
}

/** What `allowed_cidrs` answers for it. */
export function echoOf(entry: ListedEntry): string {
  return entry.written ?? formatNetwork(entry.network)
}
