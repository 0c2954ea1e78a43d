import type { RangeFile } from './range-file.ts'
import { isObject, type JsonObject, RangeCollector } from './read-range.ts'

/**
 * AWS, `ip-ranges.json`: `prefixes` with `ip_prefix` and `ipv6_prefixes` with `ipv6_prefix`, each with `region` and `service`.
 * AMAZON is the service of them all; a range of EC2 stands in the file a second time under it.
 * https://docs.aws.amazon.com/vpc/latest/userguide/aws-ip-syntax.html
 */
export function readAws(file: JsonObject): RangeFile {
  const collector = new RangeCollector()
  addPrefixes(collector, file, { list: 'prefixes', member: 'ip_prefix' })
  addPrefixes(collector, file, { list: 'ipv6_prefixes', member: 'ipv6_prefix' })
  const { ranges, unreadable } = collector
  return { kind: 'aws', publishedAt: createdAt(file.createDate), ranges, unreadable }
}

type Members = { list: 'prefixes' | 'ipv6_prefixes'; member: 'ip_prefix' | 'ipv6_prefix' }

function addPrefixes(collector: RangeCollector, file: JsonObject, { list, member }: Members): void {
  const { [list]: given = [] } = file
  const elements = Array.isArray(given) ? given : []
  if (elements !== given) collector.refuse(given, list, 'it is no array')
  for (const [index, element] of elements.entries()) {
    const where = `${list}[${index}]`
    if (!isObject(element)) collector.refuse(element, where, 'it is no object')
    else collector.add(element[member], `${where}.${member}`, { service: element.service, region: element.region })
  }
}

/** `YYYY-MM-DD-hh-mm-ss`, in UTC. */
function createdAt(value: unknown): Date | null {
  const parts = typeof value === 'string' ? /^(\d{4}-\d{2}-\d{2})-(\d{2})-(\d{2})-(\d{2})$/.exec(value) : null
  if (parts === null) return null
  const at = new Date(`${parts[1]}T${parts[2]}:${parts[3]}:${parts[4]}Z`)
  return Number.isNaN(at.getTime()) ? null : at
}
