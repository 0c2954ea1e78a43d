import { paths } from '#lib/paths'

/** What is measured: a page for a signed-in member of staff, or an answer of the staff API for a token. */
export type Place = {
  readonly name: string
  readonly door: 'page' | 'api'
  readonly limitMs: number
  /** The address to call; another one each time where the answer could otherwise be remembered. */
  path(call: number): string
}

const PAGE_MS = 300

const page = (name: string, path: string): Place => ({ name, door: 'page', limitMs: PAGE_MS, path: () => path })

export function places(): readonly Place[] {
  return [
    page('Keys, widest first', paths.staffKeys()),
    page('Keys that are open', paths.staffKeys({ mode: 'open' })),
    page('Keys found by a word', paths.staffKeys({ q: 'ledger partner' })),
    page('Keys, last used first', paths.staffKeys({ sort: 'last_used' })),
    page('Findings', paths.staffFindings()),
    page('Map', paths.staffMap()),
    page('Audit trail', paths.staffAudit()),
    page('Policies', paths.staffPolicies()),
    page('Approvals', paths.staffApprovals()),
    page('Exports', paths.staffExports()),
    page('People', paths.staffPeople()),
    page('Tokens', paths.staffTokens()),
    page('Look-up of an address', paths.staffLookup({ q: addressOf(7) })),
  ]
}

/** Addresses all over the space that a population lists. */
function addressOf(call: number): string {
  return [16 + ((call * 53) % 176), (call * 97) % 256, (call * 31) % 256, (call * 11) % 256].join('.')
}
