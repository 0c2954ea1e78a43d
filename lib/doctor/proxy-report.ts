import { explainClientIp, type SeenRequest } from '#lib/client-ip/explain'
import type { HopRole } from '#lib/client-ip/hops'
import type { ClientIpPolicy } from '#lib/client-ip/outcome'
import { type ProxyConfig, shownHeader } from './proxy-config.ts'
import { type ProxyWords, proxyWords } from './proxy-words.ts'

/** What the server saw of one request, as it is shown and sent. */
export type ProxyReport = ProxyWords & {
  readonly why: string
  /** Null: unknown. */
  readonly address: string | null
  readonly peer: string | null
  readonly hops: readonly { readonly text: string; readonly from: string; readonly role: HopRole }[]
  readonly headers: readonly { readonly name: string; readonly lines: readonly string[] }[]
  readonly configuration: ProxyConfig
}

/** Explains one request under this configuration. */
export function proxyReport(seen: SeenRequest, policy: ClientIpPolicy, configuration: ProxyConfig): ProxyReport {
  const explanation = explainClientIp(seen, policy)
  const { why, client, peer, hops, headers } = explanation
  return {
    ...proxyWords(explanation, configuration),
    ...{ why, peer, configuration, address: client.ok ? client.text : null },
    hops: hops.map(({ text, from, role }) => ({
      ...{ text, role, from: from === 'connection' ? 'connection' : shownHeader(from) },
    })),
    headers: headers.map(({ name, lines }) => ({ name: shownHeader(name), lines })),
  }
}
