import { headerLines } from '#lib/client-ip/header-lines'
import { type ApiCall, singleHeader } from './call.ts'
import type { ProblemCode } from './problem.ts'

export const MAX_BODY_BYTES = 64 * 1024

export type ReadJson = { ok: true; value: Record<string, unknown> } | { ok: false; problem: ProblemCode }

/** Reads a body that must be one JSON object, in UTF-8, of at most 64 KiB. */
export async function readJsonObject(call: ApiCall): Promise<ReadJson> {
  if (!isJson(singleHeader(call.rawHeaders, 'content-type'))) return { ok: false, problem: 'unsupported_media_type' }
  if (headerLines(call.rawHeaders, 'content-encoding').some((coding) => coding.trim().toLowerCase() !== 'identity')) {
    return { ok: false, problem: 'unsupported_media_type' }
  }
  const declared = Number(singleHeader(call.rawHeaders, 'content-length') ?? 0)
  if (declared > MAX_BODY_BYTES) return { ok: false, problem: 'body_too_large' }
  const bytes = await call.readBody(MAX_BODY_BYTES)
  if (bytes === 'too_large') return { ok: false, problem: 'body_too_large' }
  const value = parse(bytes)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { ok: false, problem: 'invalid_json' }
  return { ok: true, value: value as Record<string, unknown> }
}

function isJson(contentType: string | null | undefined): boolean {
  const mediaType = contentType?.split(';', 1)[0]?.trim().toLowerCase()
  return mediaType === 'application/json'
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(utf8.decode(bytes))
  } catch {
    return undefined
  }
}
