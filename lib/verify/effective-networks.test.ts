import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { listAndAddress, networkList } from '#lib/ip/arbitraries'
import { compileMatcher } from '#lib/ip/matcher'
import type { Network } from '#lib/ip/network'
import { compileAllowlist } from './compiled-list.ts'
import { decide, isLetThrough } from './decide.ts'
import { effectiveNetworks } from './effective-networks.ts'
import { type KeyRecord, noFacts, ownListOnly } from './key-record.ts'

const NOW = 1_000_000

const compile = (networks: readonly Network[]) =>
  compileAllowlist(networks.map((network) => ({ network, expiresAt: null })))

function keyOf(networks: readonly Network[], more: Partial<KeyRecord> = {}): KeyRecord {
  return {
    ...{ keyId: 'k', workspaceId: 'w', accessMode: 'enforce', pausedAt: null, revokedAt: null, expiresAt: null },
    ...{ allowlist: compile(networks), ...ownListOnly, rateLimit: null, facts: noFacts },
    ...more,
  }
}

describe('the effective list of a key', () => {
  it('is one list, however its entries are spread over its own and its named lists', () => {
    fc.assert(
      fc.property(listAndAddress, fc.nat(), fc.nat(), ([networks, address], one, other) => {
        const cuts = [one, other].map((cut) => cut % (networks.length + 1)).sort((a, b) => a - b)
        const [first = 0, second = 0] = cuts
        const parts = [networks.slice(0, first), networks.slice(first, second), networks.slice(second)]
        const [own = [], ...shared] = parts
        const spread = keyOf(own, { shared: shared.map(compile) })
        const client = { ok: true, address, text: '' } as const
        expect(decide(spread, client, NOW)).toBe(decide(keyOf(networks), client, NOW))
      }),
    )
  })

  it('as it is sealed admits exactly whom the key lets through, under any ceiling and in any mode', () => {
    const ceilings = fc.option(fc.tuple(fc.constantFrom('enforce', 'report'), networkList))
    const modes = fc.constantFrom('open', 'enforce')
    fc.assert(
      fc.property(listAndAddress, networkList, ceilings, modes, ([listed, address], named, above, accessMode) => {
        const ceiling = above === null ? null : { mode: above[0], allowlist: compile(above[1]) }
        const key = keyOf(listed, { shared: [compile(named)], ceiling, accessMode })
        const sealed = effectiveNetworks(key, NOW)
        const passes = isLetThrough(decide(key, { ok: true, address, text: '' }, NOW))
        expect(sealed === null || compileMatcher(sealed).matches(address)).toBe(passes)
      }),
    )
  })

  it('admits nobody where nothing can be read, and is not widened by a bypass or by a ceiling that only reports', () => {
    const [network] = [{ family: 4, first: 0xcb007100n, prefixBits: 24 } as const]
    expect(effectiveNetworks(keyOf([], { allowlist: null }), NOW)).toEqual([])
    expect(effectiveNetworks(keyOf([network], { ceiling: { mode: 'enforce', allowlist: null } }), NOW)).toEqual([])
    expect(effectiveNetworks(keyOf([network], { bypassUntil: NOW + 1 }), NOW)).toEqual([network])
    const reporting = { mode: 'report', allowlist: compile([]) } as const
    expect(effectiveNetworks(keyOf([network], { ceiling: reporting }), NOW)).toEqual([network])
    expect(effectiveNetworks(keyOf([network], { accessMode: 'open' }), NOW)).toBeNull()
    expect(effectiveNetworks(keyOf([network], { accessMode: 'report' }), NOW)).toBeNull()
  })
})
