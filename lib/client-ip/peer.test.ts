import { setImmediate } from 'node:timers/promises'
import { expect, it, vi } from 'vitest'
import { currentClientIp } from './current.ts'
import { currentPeer, runWithPeer } from './peer.ts'

const context = (peer: string | undefined) => ({ peer, rawHeaders: [], requestId: 'r' })

it('knows the peer inside the handling of a request, across awaits, and nobody else’s', async () => {
  const peers = ['203.0.113.1', '203.0.113.2', '203.0.113.3']
  const seen = await Promise.all(
    peers.map((peer) =>
      runWithPeer(context(peer), async () => {
        await setImmediate()
        return currentPeer()?.peer
      }),
    ),
  )
  expect(seen).toEqual(peers)
  expect(currentPeer()).toBeUndefined()
})

it('is one channel for every copy of this module', async () => {
  vi.resetModules()
  const other = await import('./peer.ts')
  expect(other.runWithPeer).not.toBe(runWithPeer)
  expect(other.runWithPeer(context('203.0.113.1'), () => currentPeer()?.peer)).toBe('203.0.113.1')
})

it('is unknown outside our server, and unknown is no address', () => {
  expect(currentClientIp()).toEqual({ ok: false, reason: 'no_peer' })
})
