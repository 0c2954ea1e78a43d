import { expect, it, test } from 'vitest'
import { clockCheck, type DatabaseFacts, factsChecks, latencyCheck } from '#server/doctor/database-facts'

const sound: DatabaseFacts = {
  ...{ version: 180_004, is_replica: false, synchronous_commit: 'on', fsync: 'on' },
  ...{ max_connections: 200, read_only: 'off' },
}

const found = (facts: Partial<DatabaseFacts>, workers = 1) =>
  factsChecks({ ...sound, ...facts }, { poolSize: 10, workers }).flatMap(({ level, name }) =>
    level === 'ok' ? [] : [`${level} ${name}`],
  )

test.each([
  [{}, []],
  [{ version: 150_000 }, []],
  [{ version: 149_999 }, ['problem version']],
  [{ version: null }, ['problem version']],
  [{ is_replica: true }, ['problem primary']],
  [{ read_only: 'on' }, ['problem primary']],
  [{ fsync: 'off' }, ['problem fsync']],
  [{ synchronous_commit: 'off' }, ['problem synchronous_commit']],
  [{ synchronous_commit: 'remote_apply' }, []],
  [{ fsync: null, synchronous_commit: null, max_connections: null, read_only: null }, []],
  [{ max_connections: 31 }, ['problem connections']],
  [{ max_connections: 32 }, ['warning connections']],
  [{ max_connections: 61 }, []],
])('%j: %j', (facts, expected) => {
  expect(found(facts)).toEqual(expected)
})

test('counts the connections of all workers', () => {
  expect(found({ max_connections: 61 }, 2)).toEqual(['warning connections'])
  expect(found({ max_connections: 119 }, 2)).toEqual([])
})

it('judges the way there and the clock', () => {
  expect([1, 20, 150].map((ms) => latencyCheck(ms).level)).toEqual(['ok', 'warning', 'problem'])
  expect([100, -2000, 30_000].map((ms) => clockCheck(ms).level)).toEqual(['ok', 'warning', 'problem'])
  expect(clockCheck(-2000).text).toContain('2.0 s behind')
})
