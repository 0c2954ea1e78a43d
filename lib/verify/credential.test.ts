import { describe, expect, it } from 'vitest'
import { bearerCredential } from './credential.ts'

const table: [string, string[], string | null][] = [
  ['one token', ['Bearer gl_live_abc'], 'gl_live_abc'],
  ['any letter case of the scheme (RFC 9110 §11.1)', ['bEaReR gl_live_abc'], 'gl_live_abc'],
  ['several spaces', ['Bearer   abc'], 'abc'],
  ['no header', [], null],
  ['two headers', ['Bearer a', 'Bearer a'], null],
  ['another scheme', ['Basic abc'], null],
  ['no token', ['Bearer '], null],
  ['two tokens', ['Bearer a b'], null],
  ['a list', ['Bearer a, Bearer b'], null],
  ['no space', ['Bearerabc'], null],
  ['a tab before the token', ['Bearer\tabc'], null],
  ['not ASCII', ['Bearer ａbc'], null],
  ['endless', [`Bearer ${'a'.repeat(600)}`], null],
]

describe('the bearer credential', () => {
  it.each(table)('%s', (_name, lines, credential) => {
    expect(bearerCredential(lines)).toBe(credential)
  })
})
