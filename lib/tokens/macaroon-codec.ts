import type { Macaroon } from './macaroon.ts'
import { MAX_TOKEN_LENGTH } from './token-length.ts'

/**
 * - `not_a_macaroon`: another kind of text
 * - `too_long`, `too_many_caveats`: beyond MAX_TOKEN_LENGTH, MAX_CAVEATS
 * - `bad_encoding`: not canonical base64url, or text inside that is no UTF-8
 * - `bad_structure`: not the format, or not the shortest way to write it
 * - `third_party_caveat`: asks for somebody else's discharge, which is not supported
 * - `location`: names a place. We write none, and no signature covers it, so somebody else put it there
 */
export type MacaroonProblem =
  | 'not_a_macaroon'
  | 'too_long'
  | 'too_many_caveats'
  | 'bad_encoding'
  | 'bad_structure'
  | 'third_party_caveat'
  | 'location'

export type ReadMacaroon = { ok: true; macaroon: Macaroon } | { ok: false; problem: MacaroonProblem }

export const MACAROON_PREFIX = 'mc_v1_'
export const MAX_CAVEATS = 64

const VERSION = 2
const SIGNATURE_BYTES = 32
/** Field types of libmacaroons, doc/format.txt, "Binary Format". */
const EOS = 0
const LOCATION = 1
const IDENTIFIER = 2
const VERIFICATION_ID = 4
const SIGNATURE = 6

type Field = { readonly type: number; readonly content: Uint8Array }

/** The token's text: `mc_v1_` and the libmacaroons v2 binary format in base64url without padding. */
export function formatMacaroon({ identifier, caveats, signature }: Macaroon): string {
  const parts = [
    Buffer.of(VERSION),
    ...field(IDENTIFIER, Buffer.from(identifier)),
    Buffer.of(EOS),
    ...caveats.flatMap((caveat) => [...field(IDENTIFIER, Buffer.from(caveat)), Buffer.of(EOS)]),
    Buffer.of(EOS),
    ...field(SIGNATURE, signature),
  ]
  return MACAROON_PREFIX + Buffer.concat(parts).toString('base64url')
}

/**
 * Reads a token's text; says nothing of its signature. Never throws. A macaroon has exactly one text: `formatMacaroon` of
 * what was read is the text itself.
 */
export function readMacaroon(text: string): ReadMacaroon {
  if (!text.startsWith(MACAROON_PREFIX)) return refuse('not_a_macaroon')
  if (text.length > MAX_TOKEN_LENGTH) return refuse('too_long')
  const encoded = text.slice(MACAROON_PREFIX.length)
  const bytes = Buffer.from(encoded, 'base64url')
  if (bytes.toString('base64url') !== encoded) return refuse('bad_encoding')
  const fields = bytes[0] === VERSION ? fieldsOf(bytes) : null
  return fields === null ? refuse('bad_structure') : macaroonOf(fields)
}

/** identifier EOS (identifier EOS)* EOS signature */
function macaroonOf(fields: readonly Field[]): ReadMacaroon {
  const texts: string[] = []
  let at = 0
  for (; fields[at]?.type === IDENTIFIER && fields[at + 1]?.type === EOS; at += 2) {
    const text = utf8(fields[at]?.content)
    if (text === null) return refuse('bad_encoding')
    texts.push(text)
  }
  const [identifier, ...caveats] = texts
  const signature = fields[at + 1]
  if (fields[at]?.type === LOCATION) return refuse('location')
  if (fields[at + 1]?.type === VERIFICATION_ID) return refuse('third_party_caveat')
  if (identifier === undefined || fields[at]?.type !== EOS || fields.length !== at + 2) return refuse('bad_structure')
  if (signature?.type !== SIGNATURE || signature.content.length !== SIGNATURE_BYTES) return refuse('bad_structure')
  if (caveats.length > MAX_CAVEATS) return refuse('too_many_caveats')
  return { ok: true, macaroon: { identifier, caveats, signature: signature.content } }
}

/** The fields after the version's byte; null when they do not fill the bytes exactly. */
function fieldsOf(bytes: Uint8Array): readonly Field[] | null {
  const fields: Field[] = []
  for (let at = 1; at < bytes.length; ) {
    const type = bytes[at] ?? EOS
    at += 1
    if (type === EOS) {
      fields.push({ type, content: new Uint8Array() })
      continue
    }
    const length = readLength(bytes, at)
    if (length === null || length.next + length.value > bytes.length) return null
    fields.push({ type, content: bytes.subarray(length.next, length.next + length.value) })
    at = length.next + length.value
  }
  return fields
}

function field(type: number, content: Uint8Array): Uint8Array[] {
  const length: number[] = []
  let rest = content.length
  for (; rest >= 0x80; rest >>>= 7) length.push((rest & 0x7f) | 0x80)
  return [Buffer.of(type, ...length, rest), content]
}

/** A varint in its shortest form, least significant seven bits first. Two bytes say more than a token can hold. */
function readLength(bytes: Uint8Array, at: number): { value: number; next: number } | null {
  const low = bytes[at]
  if (low === undefined) return null
  if (low < 0x80) return { value: low, next: at + 1 }
  const high = bytes[at + 1]
  if (high === undefined || high === 0 || high >= 0x80) return null
  return { value: (low & 0x7f) | (high << 7), next: at + 2 }
}

function utf8(bytes: Uint8Array | undefined): string | null {
  try {
    // With ignoreBOM a byte order mark stays in the text, as every other character that was signed.
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return null
  }
}

function refuse(problem: MacaroonProblem): ReadMacaroon {
  return { ok: false, problem }
}
