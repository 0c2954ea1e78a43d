import { expect, it } from 'vitest'
import type { EntryLine } from '#lib/allowlists/diff-view'
import { alteredWords } from './altered-words.ts'

const entry: EntryLine = { text: '10.0.0.0/8', note: null, enabled: true, expiresAt: null, source: null }
const until = new Date('2030-01-31T12:00:00Z')

it.each<[Partial<EntryLine>, readonly string[], object | null]>([
  [{}, [], null],
  [{ note: 'office' }, ['Note: none → office'], null],
  [{ enabled: false }, ['Switched off'], null],
  [{ source: 'aws', note: 'x' }, ['Note: none → x', 'Source: none → aws'], null],
  [{ expiresAt: until }, [], { before: null, after: until }],
])('an entry with %j is told as %j', (change, words, ends) => {
  expect(alteredWords(entry, { ...entry, ...change })).toEqual({ words, ends })
})
