import type { RangeFile } from './range-file.ts'
import { isObject, type JsonObject, RangeCollector } from './read-range.ts'

/**
 * Google, `cloud.json` (the addresses of customers, each with its service and its region as `scope`) and `goog.json` (all
 * of Google's, without either): `prefixes` with `ipv4Prefix` or `ipv6Prefix`.
 * https://support.google.com/a/answer/10026322
 */
export function readGoogle(file: JsonObject, kind: 'google' | 'google-cloud'): RangeFile {
  const collector = new RangeCollector()
  const elements = Array.isArray(file.prefixes) ? file.prefixes : []
  for (const [index, element] of elements.entries())
    addPrefix(collector, element, { where: `prefixes[${index}]`, kind })
  const { ranges, unreadable } = collector
  return { kind, publishedAt: createdAt(file.creationTime), ranges, unreadable }
}

type Place = { where: string; kind: 'google' | 'google-cloud' }

function addPrefix(collector: RangeCollector, element: unknown, { where, kind }: Place): void {
  const { ipv4Prefix, ipv6Prefix, service, scope } = isObject(element) ? element : {}
  const of = kind === 'google' ? { service: 'Google', region: null } : { service, region: scope }
  if ((ipv4Prefix === undefined) === (ipv6Prefix === undefined)) {
    collector.refuse(element, where, 'it has not exactly one of ipv4Prefix and ipv6Prefix')
  } else if (ipv4Prefix === undefined) collector.add(ipv6Prefix, `${where}.ipv6Prefix`, of)
  else collector.add(ipv4Prefix, `${where}.ipv4Prefix`, of)
}

/** `2027-03-01T12:00:00.123456`, in UTC though it does not say so. */
function createdAt(value: unknown): Date | null {
  const parts = typeof value === 'string' ? /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.\d+)?Z?$/.exec(value) : null
  const at = parts === null ? null : new Date(`${parts[1]}Z`)
  return at === null || Number.isNaN(at.getTime()) ? null : at
}
