import { headerLines } from '#lib/client-ip/header-lines'
import { type ApiCall, singleHeader } from '../call.ts'
import { AdminProblem, namedTwice } from './problem.ts'
import { scanJson } from './scan-json.ts'

export const MAX_BODY_BYTES = 1024 * 1024
const MAX_DEPTH = 32

export type JsonBody = { readonly value: Record<string, unknown>; readonly bytes: Uint8Array }

/**
 * Reads a body that must be one JSON object in UTF-8; an empty body is an empty object. Refuses what could be read one way
 * here and another way elsewhere: NUL, half surrogate pairs, `__proto__`, a name given twice, numbers beyond a double, deep
 * nesting.
 */
export async function readJsonBody(call: ApiCall, maxBytes = MAX_BODY_BYTES): Promise<JsonBody> {
  const bytes = await readBytes(call, maxBytes)
  if (bytes.length === 0) return { value: {}, bytes }
  if (!isJson(singleHeader(call.rawHeaders, 'content-type'))) throw new AdminProblem('unsupported_media_type')
  const value = parse(bytes)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw invalid('must be a JSON object')
  return { value: value as Record<string, unknown>, bytes }
}

async function readBytes(call: ApiCall, maxBytes: number): Promise<Uint8Array> {
  if (headerLines(call.rawHeaders, 'content-encoding').some((coding) => coding.trim().toLowerCase() !== 'identity')) {
    throw new AdminProblem('unsupported_media_type', { message: 'Content-Encoding must be identity' })
  }
  const declared = Number(singleHeader(call.rawHeaders, 'content-length') ?? 0)
  const bytes = declared > maxBytes ? 'too_large' : await call.readBody(maxBytes)
  if (bytes === 'too_large') {
    throw new AdminProblem('request_too_large', { message: `The request body is larger than ${sizeText(maxBytes)}` })
  }
  return bytes
}

function sizeText(bytes: number): string {
  return bytes === MAX_BODY_BYTES ? '1 MiB' : `${bytes / 1024} KiB`
}

function isJson(contentType: string | null | undefined): boolean {
  // As nearly everybody writes it.
  if (contentType === 'application/json') return true
  return contentType?.split(';', 1)[0]?.trim().toLowerCase() === 'application/json'
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

function parse(bytes: Uint8Array): unknown {
  const text = decode(bytes)
  const flaw = scanJson(text, MAX_DEPTH)
  if (flaw?.kind === 'too_deep') throw invalid(`is nested more than ${MAX_DEPTH} levels deep`)
  if (flaw?.kind === 'named_twice') throw namedTwice(flaw.name)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw invalid('must be valid JSON')
  }
  checkParts(value, '')
  return value
}

function decode(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes)
  } catch {
    throw invalid('must be UTF-8')
  }
}

const UNSTORABLE = /[\0\p{Cs}]/u

function checkParts(value: unknown, path: string): void {
  if (typeof value === 'string') checkText(value, path)
  else if (typeof value === 'number' && !Number.isFinite(value)) throw invalid('has a number that is too large', path)
  else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) checkParts(item, `${path}[${index}]`)
  } else if (typeof value === 'object' && value !== null) {
    for (const name of Object.keys(value)) {
      checkText(name, path)
      if (name === '__proto__') throw invalid('has a member called __proto__', path)
      checkParts((value as Record<string, unknown>)[name], path === '' ? name : `${path}.${name}`)
    }
  }
}

function checkText(text: string, path: string): void {
  if (UNSTORABLE.test(text)) throw invalid('holds a NUL or half of a surrogate pair', path)
}

function invalid(description: string, path = ''): AdminProblem {
  const where = path === '' ? 'the request body' : path.slice(0, 200)
  return new AdminProblem('bad_request', {
    message: `${where} ${description}`,
    violations: [{ field: path.slice(0, 200), description }],
  })
}
