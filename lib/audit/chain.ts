import { hash } from 'node:crypto'

/** An event as PostgreSQL writes its fields as text, `at` in milliseconds since 1970; null where there is none. */
export type ChainedEvent = {
  readonly id: string
  readonly at: string
  readonly workspaceId: string | null
  readonly actorId: string | null
  readonly actorLabel: string
  readonly staffRole: string | null
  readonly tokenId: string | null
  readonly action: string
  readonly keyId: string | null
  /** With its prefix length: "192.0.2.1/32". */
  readonly address: string | null
  readonly door: string
  readonly requestId: string | null
  /** `jsonb` as text. */
  readonly before: string | null
  readonly after: string | null
}

/** A place in the chain. `hash`: in hexadecimal. */
export type Head = { readonly position: bigint; readonly hash: string }

/** What the first event follows. */
export const genesis: Head = { position: 0n, hash: '00'.repeat(32) }

// It begins the bytes, so that another form of events, should there be one, can never pass for this one.
const FORM = 'gatelist-audit-1'

/** Every field with its length in bytes before it, so that no two events have the same bytes; "-" for null. */
function eventBytes(event: ChainedEvent): Buffer {
  const fields = [
    ...[FORM, event.id, event.at, event.workspaceId, event.actorId, event.actorLabel, event.staffRole, event.tokenId],
    ...[event.action, event.keyId, event.address, event.door, event.requestId, event.before, event.after],
  ]
  return Buffer.from(fields.map((field) => (field === null ? '-' : `${Buffer.byteLength(field)}:${field}`)).join(''))
}

/**
 * The hash of the link that follows a hash: SHA-256 of both in hexadecimal. Made here from the text of the fields alone, so that
 * a check does not believe the database function that made the chain.
 */
export function linkHash(previous: string, event: ChainedEvent): string {
  return hash('sha256', Buffer.concat([Buffer.from(previous, 'hex'), eventBytes(event)]), 'hex')
}

/** "position:hash", as a head is noted down elsewhere. */
export function headText({ position, hash: digest }: Head): string {
  return `${position}:${digest}`
}

/** Null when it is not one. */
export function parseHead(text: string): Head | null {
  const [, position, digest] = /^(\d{1,18}):([0-9a-f]{64})$/i.exec(text.trim()) ?? []
  return position === undefined || digest === undefined
    ? null
    : { position: BigInt(position), hash: digest.toLowerCase() }
}
