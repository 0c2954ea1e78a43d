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

const api = (name: string, limitMs: number, question: (call: number) => string): Place => ({
  ...{ name, door: 'api', limitMs },
  path: (call) => `/v2alpha1/staff/lookup/${question(call)}`,
})

/** The heaviest table beside the heaviest work: the server counts the map every quarter of an hour, and after its start. */
export function whileCounting(): Place {
  return page('Keys, widest first, while the server counts findings and the map', paths.staffKeys())
}

/** The first page of each staff page, and the look-ups that programs make. */
export function places(): readonly Place[] {
  return [
    page('Keys, widest first', paths.staffKeys()),
    page('Keys that are open', paths.staffKeys({ access: 'open' })),
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
    { ...page('Look-up of an address, page', ''), path: (call) => paths.staffLookup({ address: addressOf(call) }) },
    api('Look-up of an address: who admits it', 100, (call) => `admitting?address=${addressOf(call)}`),
    api('Look-up of an address: seen from it', 100, (call) => `seen?address=${addressOf(call)}`),
    api('Look-up of a /24', 300, (call) => `admitting?address=${networkOf(call, 24)}`),
    api('Look-up of a /16', 300, (call) => `admitting?address=${networkOf(call, 16)}`),
    api('Look-up of a /8', 300, (call) => `admitting?address=${networkOf(call, 8)}`),
  ]
}

/** Addresses all over the space that a population lists. */
function addressOf(call: number): string {
  return [16 + ((call * 53) % 176), (call * 97) % 256, (call * 31) % 256, (call * 11) % 256].join('.')
}

function networkOf(call: number, prefixBits: 8 | 16 | 24): string {
  const kept = addressOf(call)
    .split('.')
    .slice(0, prefixBits / 8)
  return `${[...kept, ...['0', '0', '0']].slice(0, 4).join('.')}/${prefixBits}`
}
