import { expect, it } from 'vitest'
import { fieldChanges } from './field-changes.ts'

it('tells each field that differs, however deep, and none that does not', () => {
  const before = { name: 'a', rateLimit: { quota: 5, windowSeconds: 60 }, expiresAt: null, gone: [1] }
  const after = { name: 'b', rateLimit: { quota: 9, windowSeconds: 60 }, expiresAt: null, list: { text: 'long' } }
  expect(fieldChanges(before, after, new Set(['list']))).toEqual([
    { path: 'name', before: 'a', after: 'b' },
    { path: 'rateLimit.quota', before: '5', after: '9' },
    { path: 'gone', before: '[1]', after: null },
  ])
})

it.each([null, 7, 'text', []])('stops at nothing that it cannot read (%j)', (json) => {
  expect(fieldChanges(json, json)).toEqual([])
  expect(fieldChanges(json, { a: 'x'.repeat(1000) })[0]?.after).toHaveLength(401)
})
