import { describe, expect, test } from 'vitest'
import { inlinesOf, paragraphsOf } from './prose.ts'

describe('a description', () => {
  test('is read in paragraphs, whose lines run on', () => {
    expect(paragraphsOf('One\nline.\n\n  \nTwo `a  b`.\n')).toEqual([
      [{ kind: 'text', text: 'One line.' }],
      [
        { kind: 'text', text: 'Two ' },
        { kind: 'code', text: 'a  b' },
        { kind: 'text', text: '.' },
      ],
    ])
    expect(paragraphsOf(' \n ')).toEqual([])
  })

  test.each([
    ['[the guide](/docs#a)', '/docs#a', 'the guide'],
    ['[mail](mailto:ada@example.com)', 'mailto:ada@example.com', 'mail'],
    ['https://example.com/a?b=c#d', 'https://example.com/a?b=c#d', 'https://example.com/a?b=c#d'],
  ])('%s is a link', (text, href, label) => {
    expect(inlinesOf(text)).toEqual([{ kind: 'link', text: label, href }])
  })

  test('leaves the full stop after a bare address out of the link', () => {
    expect(inlinesOf('See https://example.com/a.')).toContainEqual({
      kind: 'link',
      text: 'https://example.com/a',
      href: 'https://example.com/a',
    })
  })

  test.each([
    '[x](javascript:alert)',
    '[x](JavaScript:alert)',
    '[x](data:text/html,x)',
    '[x](//example.com)',
    '[x](/\\example.com)',
    '<b>x</b>',
    '**x**',
    '[x]',
    '`',
  ])('%s stays text', (text) => expect(inlinesOf(text)).toEqual([{ kind: 'text', text }]))
})
