import { describe, expect, it } from 'vitest'
import { checkQuerySchema, readSubject } from './check-question.ts'

describe('what is asked about', () => {
  it.each([
    ['203.0.113.7', 'address', '203.0.113.7'],
    ['::ffff:203.0.113.7', 'address', '203.0.113.7'],
    ['2001:DB8::7/128', 'address', '2001:db8::7'],
    ['203.0.113.7/24', 'network', '203.0.113.0/24'],
    ['203.0.113.0-203.0.113.255', 'network', '203.0.113.0/24'],
  ])('%s is read as the %s %s', (text, kind, canonical) => {
    expect(readSubject(text)).toMatchObject({ ok: true, subject: { kind, text: canonical } })
  })

  it('is nothing while the field is blank', () => {
    expect(readSubject('')).toEqual({ ok: true, subject: null })
  })

  it.each(['office', '203.0.113.1-203.0.113.3', '10.0.0.1/33', '010.0.0.1'])('%s is refused with a reason', (text) => {
    const read = readSubject(text)
    expect(read.ok ? '' : read.message).toMatch(/\.$|\?$/)
  })
})

it('what cannot be read in the address of the page counts as not given', () => {
  expect(checkQuerySchema.parse({ address: ['a', 'b'], key: 7, group: 'x', page: '-1' })).toEqual({
    ...{ address: '', key: '', group: null, page: 1 },
  })
  expect(checkQuerySchema.parse({ address: ' 1.2.3.4 ', key: 'k', group: 'part', page: '2' })).toEqual({
    ...{ address: '1.2.3.4', key: 'k', group: 'part', page: 2 },
  })
})
