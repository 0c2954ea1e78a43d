import { describe, expect, it } from 'vitest'
import { listFiltersSchema, noFilters } from '#lib/keys/list-filters'
import { filtersAddress } from './filters-address.ts'

describe('the address of the table', () => {
  it.each([
    [{}, '/settings/api-keys'],
    [{ q: 'web shop' }, '/settings/api-keys?q=web+shop'],
    [{ sort: 'name', direction: 'asc' }, '/settings/api-keys?sort=name&direction=asc'],
    [{ status: 'paused', access: 'any', page: 2 }, '/settings/api-keys?page=2&status=paused&access=any'],
  ] as const)('with %j says only what is not by default', (changes, address) => {
    const url = new URL(filtersAddress(noFilters, changes), 'http://localhost')
    expect([url.pathname, [...url.searchParams].sort()]).toEqual([
      '/settings/api-keys',
      [...new URL(address, 'http://localhost').searchParams].sort(),
    ])
    expect(listFiltersSchema.parse(Object.fromEntries(url.searchParams))).toEqual({ ...noFilters, ...changes })
  })

  it('goes back to the first page when anything else changes', () => {
    expect(filtersAddress({ ...noFilters, page: 3 }, { q: 'x' })).toBe('/settings/api-keys?q=x')
  })
})
