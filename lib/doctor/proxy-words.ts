import type { Explanation, Why } from '#lib/client-ip/explain'
import type { ForwardingHeader } from '#lib/client-ip/forwarding'
import type { CheckLevel } from './check.ts'
import { isOwnNetwork, proxyWord } from './own-network.ts'
import { configuredHeader, type ProxyConfig, shownHeader, sourceSetting, trustSetting } from './proxy-config.ts'

/** `settings`: lines of configuration to put in, each in place of the one with its name. */
export type ProxyWords = {
  readonly level: CheckLevel
  readonly summary: string
  readonly meaning: string
  readonly settings: readonly string[]
}

type Tell = (explanation: Explanation, config: ProxyConfig) => ProxyWords

const ok = (summary: string, meaning: string): ProxyWords => ({ level: 'ok', summary, meaning, settings: [] })
const problem = (summary: string, meaning: string, settings: readonly string[] = []): ProxyWords => ({
  ...{ level: 'problem', summary, meaning, settings },
})

const EVERYBODY = 'The caller is unknown then, and every restricted key refuses it.'

/** Says what is believed of a request, why, what follows, and what to set where it is not right. */
export function proxyWords(explanation: Explanation, config: ProxyConfig): ProxyWords {
  return tell[explanation.why](explanation, config)
}

const tell: Readonly<Record<Why, Tell>> = {
  connection: (seen) =>
    ok(
      `The connection came from ${seen.peer}, and that is the caller.`,
      'No forwarding header came with it. If a proxy stands in front, it sends none: make it send X-Forwarded-For.',
    ),
  headers_ignored: (seen, config) => ignoredWords(ignoredOf(seen), config),
  stranger: (seen) =>
    ok(
      `The connection came from ${seen.peer}, which is not in TRUSTED_PROXIES, so that is the caller.`,
      'No forwarding header came with it.',
    ),
  stranger_with_headers: (seen, config) => ignoredWords(ignoredOf(seen), config),
  listed_proxies: foundByList,
  counted_proxies: foundByCount,
  single_value: (seen, config) =>
    ok(
      `${configuredHeader(config)} of the trusted proxy ${seen.peer} names the caller: ${addressOf(seen)}.`,
      'It is safe where the proxy replaces the header that a caller sends. gatelist doctor tries to forge it.',
    ),
  single_value_of_anyone: (seen, config) => ({
    level: 'warning',
    summary: `${configuredHeader(config)} is believed whoever sends it: ${addressOf(seen)}.`,
    meaning: `TRUSTED_PROXY_HOPS names no proxy, and this header has no hops to count: whoever reaches the server without the proxy can be anybody. Name the proxy instead, and take TRUSTED_PROXY_HOPS out.`,
    settings: seen.peer === null ? [] : [`TRUSTED_PROXIES=${proxyWord(seen.peer)}`],
  }),
  no_peer: () => problem('The connection has no address that can be read.', EVERYBODY),
  untrusted_headers: (_, config) =>
    problem(`${configuredHeader(config)} is to be read, but nothing says whose.`, EVERYBODY),
  header_missing: headerMissing,
  header_repeated: (_, config) =>
    problem(
      `${configuredHeader(config)} came more than once.`,
      `${EVERYBODY} The proxy adds its line to the one a caller sent: make it replace the header.`,
    ),
  header_unreadable: (seen, config) =>
    problem(
      `${configuredHeader(config)} holds something that is no address: “${seen.hops.find(({ role }) => role === 'unreadable')?.text ?? ''}”.`,
      `${EVERYBODY} Each proxy must write the address it was called from, and nothing else.`,
    ),
  all_trusted: (_, config) =>
    problem(
      `${configuredHeader(config)} names trusted proxies only.`,
      `${EVERYBODY} Either this call was made on a machine of your proxies, which is nothing to mend, or TRUSTED_PROXIES is so wide that callers are in it: name the proxies alone.`,
    ),
  too_many_headers: () =>
    problem(
      'The request has more header lines than are counted.',
      `${EVERYBODY} A proxy may be adding lines in a loop.`,
    ),
}

/** Headers that nobody reads: of a request, or of many. `peers` is an address or a network. */
export type Ignored = { readonly peers: string; readonly isOwn: boolean; readonly headers: readonly ForwardingHeader[] }

function ignoredOf({ peer, headers }: Explanation): Ignored {
  const peers = peer ?? ''
  return { peers, isOwn: isOwnNetwork(peers), headers: headers.map(({ name }) => name) }
}

/** What it means when forwarding headers come from a peer whose are not read. */
export function ignoredWords({ peers, isOwn, headers }: Ignored, config: ProxyConfig): ProxyWords {
  const names = headers.map(shownHeader).join(', ')
  const source = configuredHeader(config) === null ? sourceSetting(headers) : null
  const cannotRead = configuredHeader(config) === null && source === null
  const settings = cannotRead ? [] : [...(source === null ? [] : [source]), trustSetting(config, [proxyWord(peers)])]
  const forwarded = cannotRead ? ' Gatelist does not read Forwarded: make the proxy send X-Forwarded-For.' : ''
  const many = headers.includes('x-forwarded-for')
    ? ' If several proxies of yours stand one behind another, name all of them.'
    : ''
  if (!isOwn) {
    return {
      level: 'warning',
      summary: `${peers} sends ${names}, which is not believed, because it is not a trusted proxy.`,
      meaning: `If it is a proxy of yours, every caller behind it looks like it: name it.${many}${forwarded} If you do not know it, it is a caller that would like to be another one: change nothing, it is not believed.`,
      settings,
    }
  }
  return problem(
    `A proxy at ${peers} sends ${names}, which is not believed.`,
    `All callers behind it look like ${peers}: a key that is restricted to its callers’ addresses refuses every one of them, and a key whose list holds ${peers} admits everybody. Set this if ${peers} is a proxy of yours.${many}${forwarded}`,
    settings,
  )
}

const addressOf = ({ client }: Explanation) => (client.ok ? client.text : 'unknown')

/** A private address with somebody further left is more often a proxy that was not named than a caller. */
function looksLikeProxy({ client, hops }: Explanation): boolean {
  return client.ok && isOwnNetwork(client.text) && hops.some(({ role }) => role === 'claimed')
}

function foundByList(seen: Explanation, config: ProxyConfig): ProxyWords {
  const address = addressOf(seen)
  const summary = `X-Forwarded-For names the caller, past your trusted proxies: ${address}.`
  if (!looksLikeProxy(seen))
    return ok(summary, 'It is read from the right, so nothing that a caller writes into it is believed.')
  return {
    level: 'warning',
    summary,
    meaning: `${address} is of a private network, and somebody further left is named. If it is a proxy of yours, all callers behind it look like it: name it too. If it is a caller of your own network, all is well.`,
    settings: [trustSetting(config, [proxyWord(address)])],
  }
}

function foundByCount(seen: Explanation, { hops }: ProxyConfig): ProxyWords {
  const address = addressOf(seen)
  const summary = `X-Forwarded-For names the caller, element ${hops} from the right: ${address}.`
  if (!looksLikeProxy(seen))
    return ok(summary, 'This holds as long as nobody reaches the server without passing the proxies.')
  return {
    level: 'warning',
    summary,
    meaning: `${address} is of a private network, and somebody further left is named. If it is a proxy of yours, count it too. If it is a caller of your own network, all is well.`,
    settings: [`TRUSTED_PROXY_HOPS=${(hops ?? 0) + 1}`],
  }
}

function headerMissing(seen: Explanation, config: ProxyConfig): ProxyWords {
  const header = configuredHeader(config)
  const others = seen.headers.map(({ name }) => name).filter((name) => shownHeader(name) !== header)
  const elements = seen.hops.filter(({ from }) => from === 'x-forwarded-for').length
  if (config.hops !== null && header === 'X-Forwarded-For' && elements > 0) {
    return problem(
      `X-Forwarded-For has ${elements} of the ${config.hops} elements that are to be counted.`,
      `${EVERYBODY} Fewer proxies append to it than TRUSTED_PROXY_HOPS says.`,
      [`TRUSTED_PROXY_HOPS=${elements}`],
    )
  }
  const source = sourceSetting(others)
  const instead = source === null ? '' : ` It sends ${others.map(shownHeader).join(', ')} instead.`
  return problem(
    `The trusted proxy ${seen.peer} sends no ${header}.${instead}`,
    `${EVERYBODY} Make the proxy send ${header}${source === null ? '' : ', or read what it sends'}. A call that was made on the proxy’s own machine, past the proxy, looks the same.`,
    source === null ? [] : [source],
  )
}
