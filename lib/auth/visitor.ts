import { headers } from 'next/headers'
import { currentClientIp } from '#lib/client-ip/current'
import { currentPeer } from '#lib/client-ip/peer'

/** What is known of a browser before it says who it is. */
export type Visitor = {
  /** Canonical client address; null when it cannot be determined. */
  address: string | null
  userAgent: string | null
  requestId: string | null
}

export async function currentVisitor(): Promise<Visitor> {
  const client = currentClientIp()
  return {
    address: client.ok ? client.text : null,
    userAgent: (await headers()).get('user-agent')?.slice(0, 255) ?? null,
    requestId: currentPeer()?.requestId ?? null,
  }
}
