import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import type { ListEntry } from '#lib/allowlists/allowed-ips'
import { isDatabaseUnavailable } from '#lib/db'
import type { Result } from '#lib/errors'
import { parseAllowlist } from '#lib/ip/allowlist'
import type { Network } from '#lib/ip/network'

/**
 * Changes who is admitted by what has that id; resolves when the save has returned. `leaves`: what holds then. `one`: `address` is
 * the only one admitted, and was not before. `anyone`, `nobody`: it no longer matters. `revoked`: nobody, for ever. `as before`:
 * `address` alone again.
 */
export type Editor = {
  readonly name: string
  readonly leaves: 'one' | 'anyone' | 'nobody' | 'revoked' | 'as before'
  save(id: string, address: string): Promise<void>
}

/** Where and with what the admin API is asked. */
export type ApiPlace = { readonly url: string; readonly token: string }

/** The only entry of a list. */
export function onlyEntry(address: string): readonly ListEntry[] {
  const parsed = parseAllowlist(address)
  if (parsed.kind !== 'items') throw new Error(address)
  return parsed.networks.map(({ network, note }) => ({ network, note }))
}

/** Every caller was seen within the hour, so each save locks one out and has to say that it means to. */
export const ALL_CONFIRMED = '0.0.0.0/0,::/0'
export const allConfirmed: readonly Network[] = onlyEntry(ALL_CONFIRMED).map((entry) => entry.network)

type Refusal = { readonly ok: false; readonly code?: string; readonly message: string }

class SaveRefused extends Error {
  readonly code: string | undefined
  constructor({ code, message }: Refusal) {
    super(message)
    this.code = code
  }
}

export async function saved(saving: Promise<Result<unknown, string> | Refusal>): Promise<void> {
  const result = await saving
  if (!result.ok) throw new SaveRefused(result)
}

/** Saves by plain SQL, past the application. $1 is the id and $2, where it is there, the address. */
export function bySql(pool: pg.Pool, edit: Omit<Editor, 'save'> & { statement: string }): Editor {
  const { statement, ...editor } = edit
  const usesAddress = statement.includes('$2')
  return {
    ...editor,
    async save(id, address) {
      await pool.query(statement, usesAddress ? [id, address] : [id])
    },
  }
}

/**
 * Again while the database does not answer in time: whether that was saved is unknown until it is answered. Where it was, some saves
 * are refused the next time, because what they ask for is so already.
 */
export async function untilAnswered(save: () => Promise<void>): Promise<void> {
  for (let isFirst = true; ; isFirst = false) {
    try {
      return await save()
    } catch (error) {
      if (!isFirst && error instanceof SaveRefused && error.code === 'wrong_state') return
      if (!isDatabaseUnavailable(error)) throw error
    }
  }
}

/** Again while the database does not answer in time, for what may be made twice. */
export async function patiently<T>(make: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await make()
    } catch (error) {
      if (!isDatabaseUnavailable(error)) throw error
    }
  }
}

const AGAIN_MS = 50

type Request = {
  readonly method: 'POST' | 'PATCH'
  readonly path: string
  readonly body?: object
  readonly headers?: Readonly<Record<string, string>>
}

/**
 * Asks the admin API, again while the database does not answer the server in time.
 *
 * @returns the status of the answer, 409 alone of those that refuse: what was asked for may have been done the time before
 */
export async function askApi({ url, token }: ApiPlace, request: Request): Promise<number> {
  const { method, path, body = {}, headers = {} } = request
  for (;;) {
    const answer = await fetch(`${url}${path}`, {
      method,
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })
    const text = await answer.text()
    if (answer.ok || answer.status === 409) return answer.status
    if (answer.status !== 503) throw new Error(`${method} ${path}: ${answer.status} ${text}`)
    await sleep(AGAIN_MS)
  }
}

export async function patch(place: ApiPlace, path: string, body: object): Promise<void> {
  const status = await askApi(place, { method: 'PATCH', path: `${path}?confirm_lockout=${ALL_CONFIRMED}`, body })
  if (status !== 200) throw new Error(`${path}: ${status}`)
}
