import { describe, expect, it } from 'vitest'
import { type AllowlistItem, parseAllowlist } from '#lib/ip/allowlist'
import { appendEdit, applyEdit, spanNow, suggestionEdit } from './apply-suggestion.ts'

function itemsOf(text: string): readonly AllowlistItem[] {
  const parsed = parseAllowlist(text)
  return parsed.kind === 'items' ? parsed.items : []
}

describe('a suggestion', () => {
  it.each([
    { text: '010.0.0.1', after: '10.0.0.1' },
    { text: '8.8.8.8, 010.0.0.1 # office\n9.9.9.9', after: '8.8.8.8, 10.0.0.1 # office\n9.9.9.9' },
    { text: '["010.0.0.1","8.8.8.8"]', after: '["10.0.0.1","8.8.8.8"]' },
    { text: '10.1.*.*;;  8.8.8.8', after: '10.1.0.0/16;;  8.8.8.8' },
    { text: '10.0.0.9 - 10.0.0.1 # swapped', after: '10.0.0.1-10.0.0.9 # swapped' },
  ])('replaces exactly the bad entry of $text', ({ text, after }) => {
    const item = itemsOf(text).find(({ parsed }) => !parsed.ok)
    const suggestion = item?.parsed.ok === false ? item.parsed.suggestion : undefined
    if (item === undefined || suggestion === undefined) throw new Error('the row has no suggestion')
    const result = applyEdit(text, suggestionEdit(item, suggestion))
    expect(result.value).toBe(after)
    expect(result.value.slice(0, result.caret).endsWith(suggestion)).toBe(true)
    expect(itemsOf(result.value).every(({ parsed }) => parsed.ok)).toBe(true)
  })
})

describe('an added entry', () => {
  it.each([
    { text: '', after: '9.9.9.9' },
    { text: '8.8.8.8', after: '8.8.8.8\n9.9.9.9' },
    { text: '8.8.8.8\n', after: '8.8.8.8\n9.9.9.9' },
    { text: '8.8.8.8 # office', after: '8.8.8.8 # office\n9.9.9.9' },
  ])('stands on a line of its own behind $text', ({ text, after }) => {
    expect(applyEdit(text, appendEdit(text, '9.9.9.9'))).toEqual({ value: after, caret: after.length })
  })
})

describe('a place in text that was read a moment ago', () => {
  const read = 'one two three'
  const two = { start: 4, end: 7 }

  it('stays when typing went on behind it', () => expect(spanNow(two, read, 'one two threefour')).toEqual(two))
  it('moves along when typing went on before it', () =>
    expect(spanNow(two, read, 'zero one two three')).toEqual({ start: 9, end: 12 }))
  it('is lost when the typing touched it', () => expect(spanNow(two, read, 'one tWo three')).toBeNull())
})
