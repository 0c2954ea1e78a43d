import type { AskDns } from './dns/client.ts'
import type { DnsRecord } from './dns/message.ts'

/** Whether a domain takes mail. `unreachable` says nothing of the domain: DNS could not be asked. */
export type MailRoute = 'accepts_mail' | 'domain_not_found' | 'no_mx_records' | 'unreachable'

/** `ttl`: for how many seconds DNS lets this be remembered. */
export type FoundRoute = { readonly route: MailRoute; readonly ttl: number }

/** RFC 9520 §3.2: a failure is remembered for a second, so that a broken domain is not asked for by every caller. */
const UNREACHABLE: FoundRoute = { route: 'unreachable', ttl: 1 }

/** Locates the host for mail as RFC 5321 §5.1 says: by MX, or by the domain's own addresses when it has none. */
export async function findMailRoute(ask: AskDns, asciiDomain: string, signal: AbortSignal): Promise<FoundRoute> {
  const mx = await ask(asciiDomain, 'MX', signal)
  switch (mx.kind) {
    case 'failed':
      return UNREACHABLE
    case 'no_such_domain':
      return { route: 'domain_not_found', ttl: mx.ttl }
    case 'records':
      return { route: mx.records.every(isNullMx) ? 'no_mx_records' : 'accepts_mail', ttl: mx.ttl }
    case 'none':
      return byAddress(ask, asciiDomain, mx.ttl, signal)
  }
}

/** RFC 7505 §3: an exchange named by the root alone says that the domain takes no mail, and rules out the addresses. */
function isNullMx(record: DnsRecord): boolean {
  return record.kind === 'MX' && record.exchange === ''
}

async function byAddress(ask: AskDns, asciiDomain: string, mxTtl: number, signal: AbortSignal): Promise<FoundRoute> {
  const answers = await Promise.all([ask(asciiDomain, 'A', signal), ask(asciiDomain, 'AAAA', signal)])
  for (const answer of answers) {
    if (answer.kind === 'records') return { route: 'accepts_mail', ttl: Math.min(mxTtl, answer.ttl) }
  }
  let ttl = mxTtl
  for (const answer of answers) {
    if (answer.kind === 'failed') return UNREACHABLE
    ttl = Math.min(ttl, answer.ttl)
  }
  return { route: 'no_mx_records', ttl }
}
