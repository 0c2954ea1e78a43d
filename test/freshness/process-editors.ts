import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Actor } from '#lib/audit/actor'
import type { Editor } from './editor.ts'

/** `address`: null revokes. */
export type Order = {
  readonly id: number
  readonly actor: Actor
  readonly keyId: string
  readonly address: string | null
}

type Waiting = { resolve(): void; reject(error: Error): void }

/** Saves and revokes by the commands in a process of its own. */
export function startEditorProcess(databaseUrl: string, actor: Actor) {
  const child = fork(fileURLToPath(new URL('./editor-process.ts', import.meta.url)), {
    execArgv: ['--import', 'tsx'],
    env: { ...process.env, DATABASE_URL: databaseUrl },
  })
  const waiting = new Map<number, Waiting>()
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

  function send(keyId: string, address: string | null): Promise<void> {
    count += 1
    const order: Order = { id: count, actor, keyId, address }
    return new Promise((resolve, reject) => {
      waiting.set(order.id, { resolve, reject })
      child.send(order)
    })
  }

  const editor: Editor = { name: 'another process', leaves: 'one', save: send }
  const revoker: Editor = { name: 'another process', leaves: 'revoked', save: (keyId) => send(keyId, null) }
  return { editor, revoker, close: () => child.kill() }
}

export type EditorProcess = ReturnType<typeof startEditorProcess>
