// The other process of the freshness test: saves what it is told to, by the same command as the dashboard.
import type { Actor } from '#lib/audit/actor'
import { commandEditor } from './editors.ts'

type Order = { id: number; actor: Actor; keyId: string; address: string }

process.on('message', async ({ id, actor, keyId, address }: Order) => {
  try {
    await commandEditor(actor).save(keyId, address)
    process.send?.({ id, error: null })
  } catch (error) {
    process.send?.({ id, error: String(error) })
  }
})
