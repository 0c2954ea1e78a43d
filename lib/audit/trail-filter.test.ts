import { expect, it } from 'vitest'
import { actionGroups, actionsOf } from './action-groups.ts'
import { auditActionLabels } from './actions.ts'
import { isEveryEvent, readTrailFilter, trailQuery } from './trail-filter.ts'

it('reads what an address says, and writes it as it was', () => {
  const query = {
    ...{ actor: 'a@example.com', key: 'Production', workspace: 'Acme', address: '203.0.113.0/24', action: 'key.*' },
    ...{ door: 'api', from: '2026-11-26T08:30', to: '2026-11-27T00:00', staff: '1' },
  }
  const { filter, problems } = readTrailFilter(query)
  expect(problems).toEqual({})
  expect(filter.from?.toISOString()).toBe('2026-11-26T08:30:00.000Z')
  expect(trailQuery(filter)).toEqual(query)
})

it.each([
  ['address', '203.0.113.300'],
  ['address', '203.0.113.1-203.0.113.6'],
  ['action', 'key.nothing'],
  ['action', 'constructor'],
  ['door', 'window'],
  ['from', 'yesterday'],
  ['to', '2026-13-40T00:00'],
  ['key', 'x'.repeat(301)],
])('says of %s that it cannot read `%s`, and filters by all else', (name, text) => {
  const { filter, problems } = readTrailFilter({ [name]: text })
  expect(Object.keys(problems)).toEqual([name])
  expect(isEveryEvent(filter)).toBe(true)
})

it('takes a day, a zone and seconds', () => {
  const from = (text: string) => readTrailFilter({ from: text }).filter.from?.toISOString()
  expect(from('2026-11-27')).toBe('2026-11-27T00:00:00.000Z')
  expect(from('2026-11-27T10:00+02:00')).toBe('2026-11-27T08:00:00.000Z')
  expect(from('2026-11-27T10:00:30.5')).toBe('2026-11-27T10:00:30.500Z')
})

it('has every action in one group', () => {
  const grouped = actionGroups.flatMap(({ actions }) => actions.map(({ value }) => value))
  expect([...grouped].sort()).toEqual(Object.keys(auditActionLabels).sort())
  expect(actionsOf('key.*')).toContain('key.revoke')
})
