import { describe, expect, it } from 'vitest'
import { createKeySchema } from '#lib/keys/schema'
import { listIds } from './list-ids.ts'
import { createListSchema, setCeilingModeSchema } from './schema.ts'

const list = { name: 'Office', description: '', entries: '' }

describe('a named list', () => {
  it.each([
    ['Office', 'Office'],
    ['  Büro 2 ', 'Büro 2'],
    ['x'.repeat(80), 'x'.repeat(80)],
  ])('may be called %j', (name, kept) => {
    expect(createListSchema.parse({ ...list, name }).name).toBe(kept)
  })

  it.each([[''], ['   '], ['x'.repeat(81)], ['two\nlines'], ['turned\u202Earound'], ['\u200B']])(
    'may not be called %j',
    (name) => {
      expect(createListSchema.safeParse({ ...list, name }).success).toBe(false)
    },
  )

  it('may be empty, but not of separators alone', () => {
    expect(createListSchema.parse(list)).toEqual({ name: 'Office', description: null, entries: [] })
    expect(createListSchema.safeParse({ ...list, entries: ', ;' }).success).toBe(false)
  })
})

describe('the lists of a key', () => {
  const id = (last: number) => `0192b7c0-0000-7000-8000-0000000000${String(last).padStart(2, '0')}`

  it('count once, and are at most 20', () => {
    expect(listIds.parse([id(1), id(2), id(1)])).toEqual([id(1), id(2)])
    const twenty = Array.from({ length: 20 }, (_, index) => id(index))
    expect(listIds.parse(twenty)).toHaveLength(20)
    expect(listIds.safeParse([...twenty, id(20)]).success).toBe(false)
    expect(listIds.safeParse(['nonsense']).success).toBe(false)
  })

  it('are a list, so that an empty one of its own opens nothing and is not asked about', () => {
    const key = { name: 'Shop', allowedIps: '', openToAny: false, expiresAt: null }
    expect(createKeySchema.safeParse(key).success).toBe(false)
    expect(createKeySchema.safeParse({ ...key, listIds: [id(1)] }).success).toBe(true)
  })
})

it('a ceiling is off, only reports or is enforced', () => {
  const answers = ['off', 'report', 'enforce', 'open'].map((mode) =>
    setCeilingModeSchema.safeParse({ version: 1, mode }),
  )
  expect(answers.map(({ success }) => success)).toEqual([true, true, true, false])
})
