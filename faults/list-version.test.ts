import { expect, it } from 'vitest'
import { listOf, versionOf } from './list-version.ts'

it('knows a list that was saved whole, and only such', () => {
  for (const number of [1, 2, 255, 256, 70_000]) expect(versionOf(listOf(number))).toBe(number)
  const [first = '', second = '', third = ''] = listOf(7)
  const [other = ''] = listOf(8)
  for (const broken of [
    [],
    [first, second],
    [other, second, third],
    [second, first, third],
    [first, second, third, other],
  ]) {
    expect(versionOf(broken)).toBe(null)
  }
})
