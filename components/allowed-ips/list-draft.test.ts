import { expect, it } from 'vitest'
import { withDraft } from './list-draft.tsx'

it.each([
  ['', 'add', '10.0.0.1 # seen', '10.0.0.1 # seen'],
  ['10.0.0.0/8 # office', 'add', '10.0.0.1\n192.0.2.1', '10.0.0.0/8 # office\n192.0.2.1'],
  ['10.0.0.0/8 # office', 'add', '10.0.0.1', '10.0.0.0/8 # office'],
  ['10.0.0.0/8 # office', 'replace', '10.0.0.1 # seen', '10.0.0.1 # seen'],
  ['10.0.0.1 # office\n10.0.0.2', 'replace', '10.0.0.1 # seen\n10.0.0.2 # seen', '10.0.0.1 # office\n10.0.0.2 # seen'],
] as const)('the list %j after a draft to %s %j is %j', (current, kind, text, after) => {
  expect(withDraft(current, { kind, text })).toBe(after)
})
