import { readAws } from './aws.ts'
import { readCloudflare, readCloudflareText } from './cloudflare.ts'
import { readGitHub } from './github.ts'
import { readGoogle } from './google.ts'
import { MAX_RANGE_FILE_LENGTH, type RangeFile, type RangeFileKind } from './range-file.ts'
import { isObject, type JsonObject } from './read-range.ts'

/** `plain_list`: networks line by line, which any list is; only a name, or who uploads it, can say that it is Cloudflare's. */
export type ReadRangeFile =
  | { readonly ok: true; readonly file: RangeFile }
  | { readonly ok: false; readonly reason: 'unreadable' | 'unknown' | 'plain_list'; readonly message: string }

/** Reads a file of published ranges. What it is, its content says; only of plain text its name must. */
export function readRangeFile(text: string, fileName: string | null = null): ReadRangeFile {
  if (text.length > MAX_RANGE_FILE_LENGTH) return refuse('unreadable', 'The file is larger than any that is published.')
  if (!/^\s*[{[]/.test(text)) return readText(text, fileName)
  const value = parse(text)
  if (value === undefined) return refuse('unreadable', 'The file is not valid JSON. Was the download cut off?')
  const kind = isObject(value) ? kindOf(value) : null
  return kind === null || !isObject(value) ? refuse('unknown', UNKNOWN) : checked(readers[kind](value))
}

/** Whether a text is such a file, for who opened it in another place. */
export function isRangeFile(text: string): boolean {
  const value = /^\s*\{/.test(text) ? parse(text) : undefined
  return isObject(value) && kindOf(value) !== null
}

/** Reads plain text as Cloudflare's, when somebody says that it is. */
export function readAsCloudflare(text: string): ReadRangeFile {
  const [first = ''] = /\S+/.exec(text) ?? []
  return checked(readCloudflareText(text, first.includes(':') ? 'cloudflare-v6' : 'cloudflare-v4'))
}

const UNKNOWN =
  'This is none of the files that can be read here: ip-ranges.json of AWS, cloud.json and goog.json of Google, the lists of Cloudflare, and the meta answer of GitHub.'

const readers = {
  aws: readAws,
  'google-cloud': (file) => readGoogle(file, 'google-cloud'),
  google: (file) => readGoogle(file, 'google'),
  cloudflare: readCloudflare,
  github: readGitHub,
} as const satisfies Partial<Record<RangeFileKind, (file: JsonObject) => RangeFile>>

/** By the members that only this kind has. */
function kindOf(file: JsonObject): keyof typeof readers | null {
  const { prefixes, ipv6_prefixes, result, hooks } = file
  if (Array.isArray(ipv6_prefixes) || someHas(prefixes, 'ip_prefix')) return 'aws'
  if (someHas(prefixes, 'ipv4Prefix') || someHas(prefixes, 'ipv6Prefix')) {
    return someHas(prefixes, 'scope') || someHas(prefixes, 'service') ? 'google-cloud' : 'google'
  }
  if (isObject(result) && (Array.isArray(result.ipv4_cidrs) || Array.isArray(result.ipv6_cidrs))) return 'cloudflare'
  return Array.isArray(hooks) ? 'github' : null
}

function someHas(elements: unknown, member: string): boolean {
  return Array.isArray(elements) && elements.some((element) => isObject(element) && member in element)
}

function readText(text: string, fileName: string | null): ReadRangeFile {
  const name = /(?:^|[^a-z])ips-v([46])(?![0-9])/i.exec(fileName ?? '')?.[1]
  if (name !== undefined) return checked(readCloudflareText(text, name === '4' ? 'cloudflare-v4' : 'cloudflare-v6'))
  const isPlain = /^[\s0-9a-fA-F.:/]+$/.test(text) && /\S/.test(text)
  return isPlain ? refuse('plain_list', PLAIN) : refuse('unknown', UNKNOWN)
}

const PLAIN = 'This is a plain list of addresses. Is it the list that Cloudflare publishes as ips-v4 or ips-v6?'

/** A file without a single range would take away everything that came from the one before. */
function checked(file: RangeFile): ReadRangeFile {
  if (file.ranges.length > 0) return { ok: true, file }
  const [first] = file.unreadable
  const why = first === undefined ? '' : ` ${first.where}: ${first.message}.`
  return refuse('unreadable', `There is no range in this file that can be read.${why}`)
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function refuse(reason: 'unreadable' | 'unknown' | 'plain_list', message: string): ReadRangeFile {
  return { ok: false, reason, message }
}
