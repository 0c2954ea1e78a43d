/** The same for every attempt, so that a receiver can tell a repeat. */
export function messageId(deliveryId: string): string {
  return `msg_${deliveryId}`
}

/** The bytes that are signed and sent; what happened first, as people read it. PostgreSQL keeps another order. */
export function bodyOf(payload: unknown): string {
  const { type, timestamp, data } = payload as Record<string, unknown>
  return JSON.stringify({ type, timestamp, data })
}
