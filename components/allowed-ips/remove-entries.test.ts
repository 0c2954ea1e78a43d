import { expect, it } from 'vitest'
import { parseAllowlist } from '#lib/ip/allowlist'
import { applyEdit } from './apply-suggestion.ts'
import { removalEdit } from './remove-entries.ts'

const rows: readonly { name: string; text: string; places: readonly number[]; after: string }[] = [
  {
    name: 'a line with its note',
    text: '1.1.1.1 # a\n2.2.2.2 # b\n3.3.3.3',
    places: [1],
    after: '1.1.1.1 # a\n3.3.3.3',
  },
  { name: 'the last line', text: '1.1.1.1\n2.2.2.2 # b', places: [1], after: '1.1.1.1' },
  { name: 'the first of a line', text: '1.1.1.1, 2.2.2.2 # both', places: [0], after: '2.2.2.2 # both' },
  { name: 'the last of a line', text: '1.1.1.1, 2.2.2.2 # both', places: [1], after: '1.1.1.1 # both' },
  { name: 'every entry of a line', text: '1.1.1.1, 2.2.2.2 # both\n3.3.3.3', places: [0, 1], after: '3.3.3.3' },
  { name: 'the first of a JSON array', text: '["1.1.1.1", "2.2.2.2"]', places: [0], after: '["2.2.2.2"]' },
  { name: 'the last of a JSON array', text: '["1.1.1.1", "2.2.2.2"]', places: [1], after: '["1.1.1.1"]' },
  { name: 'several at once', text: '1.1.1.1\n2.2.2.2, 3.3.3.3\n4.4.4.4', places: [0, 2, 3], after: '2.2.2.2' },
]

it.each(rows)('takes out $name', ({ text, places, after }) => {
  const parsed = parseAllowlist(text)
  const items = parsed.kind === 'items' ? parsed.items : []
  const edit = removalEdit({ text, items, places })
  expect(edit && applyEdit(text, edit).value).toBe(after)
})

it('has no edit when there is nothing to take out', () => {
  expect(removalEdit({ text: '1.1.1.1', items: [], places: [] })).toBeNull()
})
