import { AsyncLocalStorage } from 'node:async_hooks'

/** What the accepted socket knows of a request. Headers are name, value, name, value, … as received. */
export type PeerContext = { peer: string | undefined; rawHeaders: readonly string[]; requestId: string }

/**
 * The server and Next are bundled apart and each has its own copy of this module, so the channel hangs on a global
 * symbol. Not a header: headers can be forged where the pages run without our server.
 */
const channel: unique symbol = Symbol.for('gatelist.peer')
const shared: typeof globalThis & { [channel]?: AsyncLocalStorage<PeerContext> } = globalThis

function storage(): AsyncLocalStorage<PeerContext> {
  shared[channel] ??= new AsyncLocalStorage()
  return shared[channel]
}

/** Runs the handling of one request, which then knows its peer. */
export function runWithPeer<T>(context: PeerContext, fn: () => T): T {
  return storage().run(context, fn)
}

/** Undefined outside our server: the peer is unknown then, and unknown refuses. */
export function currentPeer(): PeerContext | undefined {
  return storage().getStore()
}
