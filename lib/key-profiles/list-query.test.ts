import { describe, expect, it } from 'vitest'
import { keyFilterQuery, keyFilterSchema } from './filters.ts'
import { keyListQuery, readKeyList } from './list-query.ts'

const ID = '0199a0c8-0000-7000-8000-000000000001'

describe('the address of the table', () => {
  it('reads back what it says, and leaves out what is as by default', () => {
    const said = {
      ...{ q: 'eu west', state: 'all', access: 'report', any: '1', wider4: '16', wider6: '48', range: 'special' },
      ...{ expired: '1', expiring: '7', unnoted: '1', unmatched: '1', unused: '90', refused: '1' },
      ...{ workspace: ID, owner: ID, sort: '-last_used', after: `${ID}_-1`, view: ID },
    }
    expect(keyListQuery(readKeyList(said))).toEqual(said)
    expect(keyListQuery(readKeyList({}))).toEqual({})
    expect(readKeyList({ sort: 'name', direction: 'desc' }).order).toEqual({ sort: 'name', direction: 'desc' })
  })

  it('passes over what makes no sense', () => {
    const nonsense = {
      ...{
        q: 'a\0b',
        state: 'dead',
        access: 'x',
        any: 'yes',
        wider4: '0',
        wider6: '129',
        range: 'moon',
        unused: '1.5',
      },
      ...{ workspace: "' OR 1=1", owner: [ID, ID], sort: 'digest', after: `${ID}_'; DROP`, view: '../x' },
    }
    expect(keyListQuery(readKeyList(nonsense))).toEqual({})
    // A place that was made for another order is none.
    expect(readKeyList({ sort: 'entries', after: `${ID}_abc` }).cursor).toBeNull()
    expect(readKeyList({ sort: 'name', after: `${ID}_abc` }).cursor).toMatchObject({ side: 'after', value: 'abc' })
  })

  it('keeps a filter as it is through its query', () => {
    const filter = keyFilterSchema.parse({ unnoted: '1', expiring: '30', state: 'ended' })
    expect(keyFilterSchema.parse(keyFilterQuery(filter))).toEqual(filter)
  })
})
