import type { RangeFile } from './range-file.ts'
import { isObject, type JsonObject, RangeCollector } from './read-range.ts'

/** What each array of the API's answer holds: the addresses that Cloudflare calls origins from. */
const services = { ipv4_cidrs: 'IPv4', ipv6_cidrs: 'IPv6', jdcloud_cidrs: 'JD Cloud' } as const

/**
 * Cloudflare's API, `GET /client/v4/ips`: `result` with `ipv4_cidrs`, `ipv6_cidrs` and, where it was asked for,
 * `jdcloud_cidrs`. https://developers.cloudflare.com/api/resources/ips/
 */
export function readCloudflare(file: JsonObject): RangeFile {
  const collector = new RangeCollector()
  const result = isObject(file.result) ? file.result : {}
  for (const [member, value] of Object.entries(result)) {
    const service = services[member as keyof typeof services]
    if (member === 'etag') continue
    if (service === undefined) collector.refuse(value, `result.${member}`, 'it is not known what this is')
    else if (!Array.isArray(value)) collector.refuse(value, `result.${member}`, 'it is no array')
    else
      for (const [index, text] of value.entries())
        collector.add(text, `result.${member}[${index}]`, { service, region: null })
  }
  const { ranges, unreadable } = collector
  return { kind: 'cloudflare', publishedAt: null, ranges, unreadable }
}

/** Cloudflare's `ips-v4` and `ips-v6`: one network a line. */
export function readCloudflareText(text: string, kind: 'cloudflare-v4' | 'cloudflare-v6'): RangeFile {
  const collector = new RangeCollector()
  const [service, family] = kind === 'cloudflare-v4' ? (['IPv4', 4] as const) : (['IPv6', 6] as const)
  for (const [index, line] of text.split(/\r\n|[\r\n]/).entries()) {
    const [network, where] = [line.trim(), `line ${index + 1}`]
    const isOther = network.includes(':') !== (family === 6)
    if (network !== '' && isOther) collector.refuse(network, where, 'it belongs into the other of the two files')
    else if (network !== '') collector.add(network, where, { service, region: null })
  }
  const { ranges, unreadable } = collector
  return { kind, publishedAt: null, ranges, unreadable }
}
