import { openVerifyClient } from '#test/freshness/verify-client'
import { ask, type Place } from './admin.ts'

/** A key, and what a caller who comes with it is to be told. `token`: a management token of its workspace. */
export type Expected = {
  readonly what: string
  readonly secret: string
  readonly token: string
  /** The addresses from which it works; `everywhere`: all. */
  readonly from: readonly string[] | 'everywhere'
}

export type Door = { readonly port: number; readonly url: string }

type Call = Expected & { readonly caller: string; readonly isAllowed: boolean }

/** All keys from all addresses, at every door that judges them. @returns where an answer was another than expected */
export async function askEverywhere(
  door: Door,
  keys: readonly Expected[],
  callers: readonly string[],
): Promise<string[]> {
  const calls = keys.flatMap((key) =>
    callers.map((caller) => ({ ...key, caller, isAllowed: key.from === 'everywhere' || key.from.includes(caller) })),
  )
  const told = await Promise.all([
    ...calls.map((call) => askDirectly(door, call)),
    ...calls.map((call) => askAdmin(door, call)),
    ...[...new Set(keys.map(({ token }) => token))].map((token) => askBatch(door, token, calls)),
  ])
  return told.flat()
}

async function askDirectly({ port }: Door, call: Call): Promise<string[]> {
  const client = await openVerifyClient(port)
  const outcome = await client
    .verify({ secret: call.secret, token: null }, call.caller)
    .catch((error: Error) => error.message)
    .finally(client.close)
  return problemsOf('/v1/verify', call, outcome === 'address refused' ? 'IP_NOT_ALLOWED' : outcome)
}

async function askAdmin({ url }: Door, call: Call): Promise<string[]> {
  const body = { credential: call.secret, client_ip: call.caller }
  const { body: answer } = await ask({ url, token: call.token }, { method: 'POST', path: 'apiKeys:verify', body })
  return problemsOf('apiKeys:verify', call, outcomeOf(answer))
}

/** All keys in one batch and so, as it reads past what is remembered, in one statement; those of other workspaces are none. */
async function askBatch({ url }: Door, token: string, calls: readonly Call[]): Promise<string[]> {
  const place: Place = { url, token }
  const requests = calls.map(({ secret, caller }) => ({ credential: secret, client_ip: caller }))
  const asked = { method: 'POST', path: 'apiKeys:batchVerify', body: { requests } } as const
  const told = [await ask(place, asked), await ask(place, { ...asked, headers: { 'Cache-Control': 'no-cache' } })]
  return told.flatMap(({ body }) => {
    const results = (body.results ?? []) as Record<string, unknown>[]
    return calls.flatMap((call, at) => {
      const outcome = outcomeOf(results[at] ?? {})
      if (call.token === token) return problemsOf('apiKeys:batchVerify', call, outcome)
      return outcome === 'NOT_FOUND' ? [] : [`${call.what} in another workspace's batch: ${outcome}`]
    })
  })
}

function outcomeOf({ is_valid: isValid, error_code: code }: Record<string, unknown>): string {
  return isValid === true ? 'allowed' : String(code).replace('VERIFICATION_ERROR_', '')
}

function problemsOf(door: string, { what, caller, isAllowed }: Call, outcome: string): string[] {
  return outcome === (isAllowed ? 'allowed' : 'IP_NOT_ALLOWED') ? [] : [`${door}, ${what} from ${caller}: ${outcome}`]
}
