import { z } from 'zod'

export type JsonObject = { readonly [name: string]: unknown }

/**
 * What a derived token says, in the names of RFC 7519 and of Ory Talos. Times are whole seconds since the epoch.
 *
 * `sub` is the key, `nid` its workspace, `act` whom the key acts for, `scp` the scopes, `vis` whether the key may be
 * published. `acl` are canonical networks; without it any address may call, and an empty one admits none. `meta` is the key's
 * metadata, absent when there is none. Whatever else is there came from who derived the token (`aud` too).
 */
export type TokenClaims = {
  readonly jti: string
  readonly sub: string
  readonly iss: string
  readonly iat: number
  readonly nbf: number
  readonly exp: number
  readonly act: string
  readonly nid: string
  readonly scp: readonly string[]
  readonly vis: 'public' | 'secret'
  readonly meta?: JsonObject
  readonly acl?: readonly string[]
  readonly [custom: string]: unknown
}

const seconds = z.int().min(0).max(8_640_000_000_000)

const schema = z.looseObject({
  jti: z.string().min(1),
  sub: z.guid(),
  iss: z.string(),
  iat: seconds,
  nbf: seconds,
  exp: seconds,
  act: z.string(),
  nid: z.guid(),
  scp: z.array(z.string()),
  vis: z.enum(['public', 'secret']),
  meta: z.record(z.string(), z.unknown()).exactOptional(),
  acl: z.array(z.string()).exactOptional(),
})

/** Null for anything that we would not have signed. */
export function parseClaims(json: string): TokenClaims | null {
  try {
    return schema.safeParse(JSON.parse(json)).data ?? null
  } catch {
    return null
  }
}
