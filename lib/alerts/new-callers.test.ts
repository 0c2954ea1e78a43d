import { expect, it } from 'vitest'
import { type CalledKey, isNewCallerNews, MANY_CALLERS, SETTLED_CALLERS, SETTLED_MS } from './new-callers.ts'

const NOW = Date.UTC(2026, 10, 27)
const settled: CalledKey = { accessMode: 'open', visibility: 'secret', firstUsedAt: NOW - SETTLED_MS, callers: 1 }

it.each([
  ['a key that has been in use for a day', {}, true],
  ['a key in use for a day less a millisecond', { firstUsedAt: NOW - SETTLED_MS + 1 }, false],
  ['a new key that several call already', { firstUsedAt: NOW, callers: SETTLED_CALLERS }, true],
  ['a new key that one less calls', { firstUsedAt: NOW, callers: SETTLED_CALLERS - 1 }, false],
  ['a key whose first use is not known, with few callers', { firstUsedAt: null }, false],
  ['a key that was not called for so long that nobody is remembered', { callers: 0 }, true],
  ['a key with a list', { accessMode: 'enforce' }, false],
  ['a key that only reports', { accessMode: 'report' }, false],
  ['a public key', { visibility: 'public' }, false],
  ['a key that very many call', { callers: MANY_CALLERS }, false],
  ['a key that nearly as many call', { callers: MANY_CALLERS - 1 }, true],
] as const)('a new caller of %s: %s', (_, changes, isNews) => {
  expect(isNewCallerNews({ ...settled, ...changes }, NOW)).toBe(isNews)
})
