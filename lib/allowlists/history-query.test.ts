import { expect, it } from 'vitest'
import { readHistoryQuery } from './history-query.ts'

const nothing = { before: null, a: null, b: null, view: null }

it.each([
  [{}, nothing],
  [
    { a: '1', b: '12', before: '99' },
    { ...nothing, a: 1, b: 12, before: '99' },
  ],
  [{ view: '3' }, { ...nothing, view: 3 }],
  [{ a: '0', b: '-1', view: '1.5', before: 'x' }, nothing],
  [{ a: ['1', '2'], b: '', view: '9999999999', before: ['1'] }, nothing],
])('an address that asks %j is read without surprises', (query, expected) => {
  expect(readHistoryQuery(query)).toEqual(expected)
})
