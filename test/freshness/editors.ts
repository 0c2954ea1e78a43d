import { type ChildProcess, execFile, fork } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import pg from 'pg'
import type { Actor } from '#lib/audit/actor'
import { prisma } from '#lib/db'
import { parseAllowlist } from '#lib/ip/allowlist'
import { updateKey } from '#lib/keys/commands'
import { projectRoot } from '#server/project-root'

/** Makes `address` the only one that a key admits; resolves when the save has returned. */
export type Editor = { readonly name: string; save(keyId: string, address: string): Promise<void> }

/** Saves as the dashboard's form does: by the command, with the version that is current. */
export function commandEditor(actor: Actor): Editor {
  return {
    name: 'command',
    async save(keyId, address) {
      const parsed = parseAllowlist(address)
      if (parsed.kind !== 'items') throw new Error(address)
      const { name, version } = await prisma().apiKey.findUniqueOrThrow({
        where: { id: keyId },
        select: { name: true, version: true },
      })
      const allowedIps = parsed.networks.map(({ network, note }) => ({ network, note }))
      const saved = await updateKey(actor, { keyId, version, name, allowedIps, openToAny: false })
      if (!saved.ok) throw new Error(saved.message)
    },
  }
}

/** Saves by plain SQL, past the application. */
export function sqlEditor(databaseUrl: string): Editor & { close(): Promise<void> } {
  const pool = new pg.Pool({ connectionString: databaseUrl })
  return {
    name: 'sql',
    async save(keyId, address) {
      await pool.query('UPDATE allowlist_entry SET network = $1 WHERE key_id = $2', [address, keyId])
    },
    close: () => pool.end(),
  }
}

/** Saves as a program does: by the admin API of a server. */
export function apiEditor(url: string, token: string): Editor {
  return {
    name: 'api',
    async save(keyId, address) {
      const answer = await fetch(`${url}/v2alpha1/admin/issuedApiKeys/${keyId}`, {
        method: 'PATCH',
        headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
        body: JSON.stringify({ ip_restriction: { allowed_cidrs: [address] } }),
      })
      if (answer.status !== 200) throw new Error(await answer.text())
      await answer.arrayBuffer()
    },
  }
}

/** Saves as a person at a terminal does: by the command-line program, a process for each save. */
export function cliEditor(url: string, token: string): Editor {
  const options = { env: { PATH: process.env.PATH, HOME: '/nonexistent', GATELIST_URL: url, GATELIST_TOKEN: token } }
  const run = promisify(execFile)
  return {
    name: 'cli',
    async save(keyId, address) {
      const update = ['keys', 'issued', 'update', keyId, '--allowed-cidrs', address, '--yes']
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
