import { type ChildProcess, execFile, fork } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type pg from 'pg'
import type { ListEntry } from '#lib/allowlists/allowed-ips'
import type { Actor } from '#lib/audit/actor'
import { prisma } from '#lib/db'
import { parseAllowlist } from '#lib/ip/allowlist'
import type { Network } from '#lib/ip/network'
import { updateKey } from '#lib/keys/commands'
import { projectRoot } from '#server/project-root'

/**
 * Changes who is admitted by what has that id; resolves when the save has returned. `leaves`: what holds then. `one`: `address` is
 * the only one admitted, and was not before. `anyone`: it no longer matters. `as before`: `address` alone again.
 */
export type Editor = {
  readonly name: string
  readonly leaves: 'one' | 'anyone' | 'as before'
  save(id: string, address: string): Promise<void>
}

/** The only entry of a list. */
export function onlyEntry(address: string): readonly ListEntry[] {
  const parsed = parseAllowlist(address)
  if (parsed.kind !== 'items') throw new Error(address)
  return parsed.networks.map(({ network, note }) => ({ network, note }))
}

/** Every caller was seen within the hour, so each save locks one out and has to say that it means to. */
export const ALL_CONFIRMED = '0.0.0.0/0,::/0'
export const allConfirmed: readonly Network[] = onlyEntry(ALL_CONFIRMED).map((entry) => entry.network)

/** Saves as the dashboard's form does: by the command, with the version that is current. */
export function commandEditor(actor: Actor): Editor {
  return {
    name: 'command',
    leaves: 'one',
    async save(keyId, address) {
      const { name, version } = await prisma().apiKey.findUniqueOrThrow({
        where: { id: keyId },
        select: { name: true, version: true },
      })
      const wish = { keyId, version, name, allowedIps: onlyEntry(address), openToAny: false, confirmed: allConfirmed }
      const saved = await updateKey(actor, wish)
      if (!saved.ok) throw new Error(saved.message)
    },
  }
}

/** Saves by plain SQL, past the application. */
export function sqlEditor(pool: pg.Pool): Editor {
  return {
    name: 'sql',
    leaves: 'one',
    async save(keyId, address) {
      await pool.query('UPDATE allowlist_entry SET network = $1 WHERE key_id = $2', [address, keyId])
    },
  }
}

/** Saves as a program does: by the admin API of a server. */
export function apiEditor(url: string, token: string): Editor {
  return {
    name: 'api',
    leaves: 'one',
    save: (keyId, address) =>
      patch(`${url}/v2alpha1/admin/issuedApiKeys/${keyId}`, token, { ip_restriction: { allowed_cidrs: [address] } }),
  }
}

/** Again while the database does not answer the server in time: whether that was saved is unknown until it is answered. */
export async function patch(url: string, token: string, body: object): Promise<void> {
  const answer = await fetch(`${url}?confirm_lockout=${ALL_CONFIRMED}`, {
    method: 'PATCH',
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  })
  const text = await answer.text()
  if (answer.status === 503) return patch(url, token, body)
  if (answer.status !== 200) throw new Error(text)
}

/** Saves as a person at a terminal does: by the command-line program, a process for each save. */
export function cliEditor(url: string, token: string): Editor {
  const options = { env: { PATH: process.env.PATH, HOME: '/nonexistent', GATELIST_URL: url, GATELIST_TOKEN: token } }
  const run = promisify(execFile)
  return {
    name: 'cli',
    leaves: 'one',
    async save(keyId, address) {
      const confirmed = ['--confirm-lockout', ALL_CONFIRMED, '--yes']
      const update = ['keys', 'issued', 'update', keyId, '--allowed-cidrs', address, ...confirmed]
      await run(process.execPath, [join(projectRoot, 'dist/cli.js'), ...update], options as never)
    },
  }
}

/** Saves by the command in a process of its own. */
export function processEditor(databaseUrl: string, actor: Actor): Editor & { close(): void } {
  const child: ChildProcess = fork(fileURLToPath(new URL('./editor-process.ts', import.meta.url)), {
    execArgv: ['--import', 'tsx'],
    env: { ...process.env, DATABASE_URL: databaseUrl },
  })
  const waiting = new Map<number, { resolve(): void; reject(error: Error): void }>()
  let count = 0
  child.on('message', (answer: { id: number; error: string | null }) => {
    const caller = waiting.get(answer.id)
    waiting.delete(answer.id)
    if (answer.error === null) caller?.resolve()
    else caller?.reject(new Error(answer.error))
  })
  child.on('exit', () => {
    for (const caller of waiting.values()) caller.reject(new Error('the editing process ended'))
  })
  return {
    name: 'another process',
    leaves: 'one',
    save(keyId, address) {
      count += 1
      const id = count
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject })
        child.send({ id, actor, keyId, address })
      })
    },
    close: () => child.kill(),
  }
}
