import { expect, it } from 'vitest'
import { createNumberLog } from './number-log.ts'

it('gives back all rows in their order', () => {
  const log = createNumberLog(2)
  expect([...log.rows()]).toEqual([])
  const count = 200_000
  for (let row = 0; row < count; row += 1) log.add(row, row / 2)
  const rows = [...log.rows()]
  expect(rows).toHaveLength(count)
  expect(rows.every(([first, second], row) => first === row && second === row / 2)).toBe(true)
})

it('takes no row of another length', () => {
  expect(() => createNumberLog(2).add(1)).toThrow('a row has 2 numbers')
})
