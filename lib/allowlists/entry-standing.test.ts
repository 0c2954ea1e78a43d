import { expect, it } from 'vitest'
import { entryStanding, restingEntries } from './entry-standing.ts'

const now = new Date('2026-11-22T12:00:00Z')
const before = new Date('2026-11-22T11:59:59Z')
const after = new Date('2026-11-22T12:00:01Z')

it.each([
  [{ enabled: true, expiresAt: null }, 'in_force'],
  [{ enabled: true, expiresAt: after }, 'in_force'],
  [{ enabled: true, expiresAt: now }, 'expired'],
  [{ enabled: true, expiresAt: before }, 'expired'],
  [{ enabled: false, expiresAt: null }, 'off'],
  [{ enabled: false, expiresAt: before }, 'off'],
] as const)('an entry %j is %s', (entry, standing) => {
  expect(entryStanding(entry, now)).toBe(standing)
  const network = '10.0.0.0/8'
  expect(restingEntries([{ network, ...entry }], now)).toEqual(standing === 'in_force' ? {} : { [network]: standing })
})
