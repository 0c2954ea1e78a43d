import { describe, expect, it } from 'vitest'
import { addEntriesSchema, changeEntrySchema } from './entry-schema.ts'

const keyId = '0192b7c0-0000-7000-8000-000000000000'
const blank = { keyId, text: '203.0.113.7', note: '', expiresAt: null, enforce: false, confirmed: '' }
const issueOf = (change: object) => {
  const parsed = addEntriesSchema.safeParse({ ...blank, ...change })
  return parsed.success ? null : { path: parsed.error.issues[0]?.path[0], message: parsed.error.issues[0]?.message }
}

describe('what is typed to add entries', () => {
  it.each([
    ['nothing', { text: ' ' }, { path: 'text', message: 'Write an address.' }],
    ['a name', { text: 'office' }, { path: 'text' }],
    [
      'a note that is too long',
      { note: 'x'.repeat(201) },
      { path: 'note', message: 'A note has at most 200 characters.' },
    ],
    ['a note that turns the text around', { note: '\u202e' }, { path: 'note' }],
    ['an end in the past', { expiresAt: '2020-01-01T00:00:00.000Z' }, { path: 'expiresAt' }],
    ['a date that is still to be chosen', { expiresAt: '' }, { path: 'expiresAt', message: 'Choose a date.' }],
  ])('is refused at its field: %s', (_, change, problem) => {
    expect(issueOf(change)).toMatchObject(problem)
  })

  it('takes a blank note for none', () => {
    expect(addEntriesSchema.parse({ ...blank, note: '  ' }).note).toBeNull()
  })
})

it('a change of an entry keeps apart what is absent and what is taken away', () => {
  const place = { keyId, entryId: keyId, confirmed: '' }
  expect(Object.keys(changeEntrySchema.parse(place))).not.toContain('expiresAt')
  expect(changeEntrySchema.parse({ ...place, expiresAt: null, note: '' })).toMatchObject({
    expiresAt: null,
    note: null,
  })
})
