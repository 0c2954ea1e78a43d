import { secretDigest } from '#lib/keys/secret'
import type { Hammered } from './hammer.ts'
import type { Bench } from './measure.ts'
import { onDatabase } from './on-database.ts'
import { type ListedKey, listedKeys } from './peers/listed-keys.ts'
import type { Save } from './watch-changes.ts'

/** Whom a caller calls, and how its list is saved. */
export type Watchable = Pick<Hammered, 'port' | 'path'> & { save: Save }

/** A system whose list of one key can be changed. `run` starts it, hands it to `watch` and stops it. `slow`: a change takes seconds. */
export type System = { name: string; slow?: true; run<T>(watch: (system: Watchable) => Promise<T>): Promise<T> }

/** The first seeded key, whose list is changed, and all keys with their lists, of which it is the first. */
export type Setting = { bench: Bench; keyId: string; keys: readonly ListedKey[] }

/** What the key's list has in it, or has not. */
export const CALLER = '127.0.0.1/32'

export async function prepareSetting(bench: Bench): Promise<Setting> {
  const keys = await listedKeys(bench)
  const digest = Buffer.from(secretDigest(keys[0]?.secret ?? ''), 'hex')
  const keyId = await onDatabase(bench.url, async (client) => {
    const { rows } = await client.query<{ id: string }>('SELECT id FROM api_key WHERE digest = $1', [digest])
    return rows[0]?.id ?? ''
  })
  return { bench, keyId, keys }
}

/** The list of the key that is changed. */
export function networksOf({ keys: [first] }: Setting, admits: boolean): string[] {
  const others = first?.networks.filter((network) => network !== CALLER) ?? []
  return admits ? [...others, CALLER] : others
}

type Sent = { token?: string; body: unknown }

/** Sends JSON and waits for the whole answer, which must be a good one. */
export async function send(method: string, url: string, { token, body }: Sent): Promise<void> {
  const headers = { 'Content-Type': 'application/json', ...(token && { Authorization: `Bearer ${token}` }) }
  const response = await fetch(url, { method, headers, body: JSON.stringify(body) })
  const text = await response.text()
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${text}`)
}
