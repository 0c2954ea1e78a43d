import { describe, expect, it } from 'vitest'
import { listFiltersSchema, noFilters } from './list-filters.ts'

describe('the filters in the address of the page', () => {
  it.each([
    [{ q: 'a\0b' }],
    [{ q: 'x'.repeat(121) }],
    [{ q: ['a', 'b'] }],
    [{ sort: '__proto__' }],
    [{ status: 'constructor' }],
    [{ page: '-5' }],
  ])('what cannot be read counts as not given: %j', (asked) => {
    expect(listFiltersSchema.parse(asked)).toEqual(noFilters)
  })
})
