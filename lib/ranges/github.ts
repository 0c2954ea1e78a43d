import type { RangeFile } from './range-file.ts'
import { type JsonObject, RangeCollector } from './read-range.ts'

/** Members of the answer that are not about addresses. */
const OTHERS = new Set([
  'verifiable_password_authentication',
  'ssh_key_fingerprints',
  'ssh_keys',
  'domains',
  'artifact_attestations',
])

/**
 * GitHub's API, `GET /meta`: an array of networks for each of its services: `hooks`, `web`, `api`, `git`, `actions`, …
 * https://docs.github.com/en/rest/meta/meta
 */
export function readGitHub(file: JsonObject): RangeFile {
  const collector = new RangeCollector()
  for (const [service, value] of Object.entries(file)) {
    if (OTHERS.has(service)) continue
    if (!Array.isArray(value)) collector.refuse(value, service, 'it is not known what this is')
    else
      for (const [index, text] of value.entries())
        collector.add(text, `${service}[${index}]`, { service, region: null })
  }
  const { ranges, unreadable } = collector
  return { kind: 'github', publishedAt: null, ranges, unreadable }
}
