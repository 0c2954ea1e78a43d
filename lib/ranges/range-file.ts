import type { Network } from '#lib/ip/network'

/** The kinds of files that can be read; each is complete in itself, so it can replace what came from an earlier one. */
export const rangeFileKinds = [
  'aws',
  'google-cloud',
  'google',
  'cloudflare',
  'cloudflare-v4',
  'cloudflare-v6',
  'github',
] as const
export type RangeFileKind = (typeof rangeFileKinds)[number]

/** One range as its provider publishes it. `region` is null where the file tells none. */
export type PublishedRange = { readonly network: Network; readonly service: string; readonly region: string | null }

/** Something that stands where a range belongs and is none: nothing is passed over in silence. */
export type UnreadableRange = { readonly where: string; readonly text: string; readonly message: string }

export type RangeFile = {
  readonly kind: RangeFileKind
  /** When the provider made it; null where the file does not say. */
  readonly publishedAt: Date | null
  readonly ranges: readonly PublishedRange[]
  readonly unreadable: readonly UnreadableRange[]
}

/** UTF-16 code units of a file; the largest that is published, that of AWS, has about two million. */
export const MAX_RANGE_FILE_LENGTH = 16 * 1024 * 1024

/** What people call each, and where its provider publishes it. */
export const rangeFileNames = {
  aws: { provider: 'AWS', file: 'ip-ranges.json', url: 'https://ip-ranges.amazonaws.com/ip-ranges.json' },
  'google-cloud': { provider: 'Google Cloud', file: 'cloud.json', url: 'https://www.gstatic.com/ipranges/cloud.json' },
  google: { provider: 'Google', file: 'goog.json', url: 'https://www.gstatic.com/ipranges/goog.json' },
  cloudflare: { provider: 'Cloudflare', file: 'ips', url: 'https://api.cloudflare.com/client/v4/ips' },
  'cloudflare-v4': { provider: 'Cloudflare IPv4', file: 'ips-v4', url: 'https://www.cloudflare.com/ips-v4' },
  'cloudflare-v6': { provider: 'Cloudflare IPv6', file: 'ips-v6', url: 'https://www.cloudflare.com/ips-v6' },
  github: { provider: 'GitHub', file: 'meta', url: 'https://api.github.com/meta' },
} as const satisfies Record<RangeFileKind, { provider: string; file: string; url: string }>
