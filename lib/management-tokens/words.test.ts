import { expect, it } from 'vitest'
import { accessLines } from './words.ts'

it.each([
  ['open', [], 0, ['Any address']],
  // An enforced list without entries is closed, and must never read like an open one.
  ['enforce', [], 0, ['No address']],
  ['enforce', ['203.0.113.7'], 1, ['203.0.113.7']],
  ['enforce', ['10.0.0.1', '10.0.0.2', '10.0.0.3'], 1203, ['10.0.0.1', '10.0.0.2', '10.0.0.3', 'and 1,200 more']],
] as const)('from where a token works: %s with %j of %i', (accessMode, networks, networkCount, lines) => {
  expect(accessLines({ accessMode, networks, networkCount })).toEqual(lines)
})
