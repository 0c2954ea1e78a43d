// The other process of the freshness test: saves and revokes what it is told to, by the same commands as the dashboard.
import { untilAnswered } from './editor.ts'
import { commandEditor } from './key-editors.ts'
import type { Order } from './process-editors.ts'
import { commandRevoker } from './revokers.ts'

process.on('message', async ({ id, actor, keyId, address }: Order) => {
  const editor = address === null ? commandRevoker(actor) : commandEditor(actor)
  try {
    await untilAnswered(() => editor.save(keyId, address ?? ''))
    process.send?.({ id, error: null })
  } catch (error) {
    process.send?.({ id, error: String(error) })
  }
})
