import { env } from '#lib/env'
import { processWide } from '#lib/process-wide'
import { parseEmailAddress } from './address.ts'
import { isDisposableDomain } from './disposable.ts'
import { createDnsClient } from './dns/client.ts'
import { dnsServers } from './dns/server.ts'
import type { MailRoute } from './mail-route.ts'
import { createMailResolver, type MailResolver } from './resolver.ts'

/** Why mail to the address cannot or should not be sent. */
type BadReason = 'invalid_format' | 'domain_not_found' | 'no_mx_records' | 'disposable_domain'

/** `unavailable`: DNS could not be asked, so nothing is said of the address. */
export type CheckOutcome =
  | { kind: 'verdict'; status: 'good'; reason?: never }
  | { kind: 'verdict'; status: 'bad'; reason: BadReason }
  | { kind: 'unavailable' }

export type EmailCheck = {
  /** Never rejects. */
  check(email: string): Promise<CheckOutcome>
}

/** The check behind `POST /v1/verify`. DNS is asked last, and only for an address that nothing else speaks against. */
export function createEmailCheck({ resolver }: { resolver: MailResolver }): EmailCheck {
  return {
    async check(email) {
      const address = parseEmailAddress(email)
      if (!address.ok) return bad('invalid_format')
      if (isDisposableDomain(address.asciiDomain)) return bad('disposable_domain')
      return outcomes[await resolver.lookup(address.asciiDomain)]
    },
  }
}

/** The check of this process, on the configured resolvers. */
export function emailCheck(): EmailCheck {
  return processWide('email-check', () => {
    const { dnsServers: configured, dnsTimeoutMs: timeoutMs } = env()
    const ask = createDnsClient(dnsServers(configured), timeoutMs)
    return createEmailCheck({ resolver: createMailResolver({ ask, timeoutMs }) })
  })
}

const outcomes = {
  accepts_mail: { kind: 'verdict', status: 'good' },
  domain_not_found: bad('domain_not_found'),
  no_mx_records: bad('no_mx_records'),
  unreachable: { kind: 'unavailable' },
} satisfies Record<MailRoute, CheckOutcome>

function bad(reason: BadReason): CheckOutcome {
  return { kind: 'verdict', status: 'bad', reason }
}
