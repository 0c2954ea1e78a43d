import { expect, test } from 'vitest'
import { codeTokens } from './code-tokens.ts'

const kinds = (code: string) => codeTokens(code).map(({ kind, text }) => `${kind}: ${text.trim()}`)

test('tells the names, texts and values of a JSON body apart', () => {
  expect(kinds('{\n  "a": "b\\"c",\n  "d": [1, true, null]\n}')).toEqual([
    'plain: {',
    'name: "a"',
    'plain: :',
    'text: "b\\"c"',
    'plain: ,',
    'name: "d"',
    'plain: : [',
    'value: 1',
    'plain: ,',
    'value: true',
    'plain: ,',
    'value: null',
    'plain: ]\n}',
  ])
})

test('leaves the numbers of an address alone', () => {
  expect(kinds('curl http://127.0.0.1:3000/v1/verify')).toEqual(['plain: curl http://127.0.0.1:3000/v1/verify'])
})

test.each(['', '"open', '{"a":-1.5}', `curl x -d '{"a": "it'\\''s"}'`])('loses nothing of %s', (code) => {
  expect(
    codeTokens(code)
      .map(({ text }) => text)
      .join(''),
  ).toBe(code)
})
